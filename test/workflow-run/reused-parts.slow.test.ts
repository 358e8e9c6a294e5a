import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { metadataPath, templatePath } from "../../src/prompts/layout.ts";
import type { TreeChanges } from "../builders/a-repository.ts";
import {
  aLabelTask,
  askingMetadata,
  configAsking,
  labelMetadata,
  labelTemplate,
} from "../builders/label-task.ts";
import type { GithubSite } from "../builders/workflow-run/github-site.ts";
import { aPromptSite, promoteByHand } from "../builders/workflow-run/prompt-site.ts";
import {
  checkInQueue,
  checkPullRequest,
  openPullRequest,
  pushTo,
} from "../builders/workflow-run/pull-request.ts";
import type { WorkflowRun } from "../builders/workflow-run/site.ts";
import { type FakeModelServer, startFakeModelServer } from "../fakes/fake-model-server.ts";
import type { FakePull } from "../fakes/github/github-state.ts";
import { readsLabels } from "../fakes/reading-model.ts";

const TASKS = ["colour", "tone"];

const metadataOf = (task: string): string => askingMetadata(labelMetadata(task));

/** Half of the examples, and those alone, are answered by it. */
const halfBlind = (task: string): string => labelTemplate(task).replace("navy, azure", "teal, mint");

/** A task without a production version, of which half of the examples pass. */
const aHalfBlindTask = (id: string, threshold: string): TreeChanges => ({
  ...aLabelTask({ id }),
  [metadataPath({ id })]: metadataOf(id).replace("threshold: 0.8", `threshold: ${threshold}`),
  [templatePath({ id })]: halfBlind(id),
});

const reworded = (task: string, wording: string): TreeChanges => ({
  [templatePath({ id: task })]: labelTemplate(task, wording),
});

const variables: Record<string, string> = { PIPELINE_ANSWERS_A_SHARD: "40" };

let site: GithubSite;
let model: FakeModelServer;
let pull: FakePull;
let first: WorkflowRun;

beforeAll(async () => {
  model = await startFakeModelServer(readsLabels);
  const secrets = { OPENAI_API_KEY: "sk-planted-secret" };
  site = await aPromptSite({
    secrets,
    variables,
    environments: { evaluation: { secrets } },
    files: {
      "pipeline.config.yaml": configAsking(model.url),
      ...Object.fromEntries(TASKS.map((id) => [metadataPath({ id }), metadataOf(id)])),
    },
  });
  await promoteByHand(site, TASKS, "the first versions");
});

afterAll(async () => {
  console.log(site.told.join("\n"));
  await site.close();
  await model.close();
});

async function counted(work: () => Promise<WorkflowRun>): Promise<readonly [WorkflowRun, number]> {
  const before = model.asked.length;
  return [await work(), model.asked.length - before];
}

const results = (run: WorkflowRun) => Object.fromEntries(run.jobs.map(({ name, result }) => [name, result]));

const comment = (): string => site.github.state.comments.at(-1)?.body ?? "";

const PASSED = { plan: "success", judge: "success", ok: "success" };
const WITHOUT_MACHINES = { ...PASSED, shard: "skipped" };
const THREE = { "examples 1/3": "success", "examples 2/3": "success", "examples 3/3": "success" };

/** Production's two prompts are word for word the same, so that each machine asks its part of them once. */
const ALL = 72;

describe.sequential("what machines have measured in parts", () => {
  it("is asked for once, by the first run", async () => {
    pull = openPullRequest(site, "both", {
      ...reworded("colour", "Say which colour."),
      ...reworded("tone", "Say which tone."),
    });
    const [run, asked] = await counted(() => checkPullRequest(site, pull));
    expect([results(run), asked]).toEqual([{ ...PASSED, ...THREE }, ALL]);
    first = run;
  });

  it("starts no machine after a push of README.md alone, and the comment says whose answers they are", async () => {
    pushTo(site, pull, { "README.md": "Hello" });
    const [run, asked] = await counted(() => checkPullRequest(site, pull));
    expect([results(run), asked]).toEqual([WITHOUT_MACHINES, 0]);
    expect(comment()).toMatch(
      new RegExp(
        `Answers of <a href="[^"]+/${first.runId}">run ${first.runId}</a>: \\$0\\.\\d+ then, \\$0 now`,
      ),
    );
  });

  it("starts no machine in the merge queue", async () => {
    const [run, asked] = await counted(() => checkInQueue(site, pull));
    expect([results(run), asked]).toEqual([WITHOUT_MACHINES, 0]);
    expect(site.github.state.checkRuns.at(-1)).toMatchObject({
      ...{ head_sha: pull.head.sha, conclusion: "success", title: "Good to go" },
      summary: expect.stringContaining(`run ${first.runId}</a>`),
    });
  });

  it("is asked for again for the one prompt that changed, and for no other", async () => {
    pushTo(site, pull, reworded("tone", "Name the tone."));
    const [run, asked] = await counted(() => checkPullRequest(site, pull));
    expect([results(run), asked]).toEqual([{ ...PASSED, ...THREE }, 48]);
    expect(comment()).toContain("2 of 2 tasks pass the gate");
  });

  it("is asked for by the judge itself where it was there for the plan, and is gone since", async () => {
    pushTo(site, pull, { "README.md": "Hello again" });
    const { artifacts } = site.github.state;
    const gone = (job: string): undefined => {
      if (job === "judge") artifacts.splice(0);
      return undefined;
    };
    const [run, asked] = await counted(() => checkPullRequest(site, pull, { onStep: gone }));
    expect([results(run), asked]).toEqual([WITHOUT_MACHINES, ALL]);
  });

  it("is asked for again where a person starts the red run again, by the judge where no machine ran", async () => {
    pushTo(site, pull, { [templatePath({ id: "colour" })]: halfBlind("colour") });
    const [red] = await counted(() => checkPullRequest(site, pull));
    expect(results(red)).toEqual({ ...PASSED, ...THREE, judge: "failure", ok: "failure" });
    pushTo(site, pull, { "README.md": "Once more" });
    const [again, nothing] = await counted(() => checkPullRequest(site, pull));
    expect([results(again), nothing]).toEqual([{ ...WITHOUT_MACHINES, judge: "failure", ok: "failure" }, 0]);
    const [last, asked] = await counted(() => checkPullRequest(site, pull, { keep: again }));
    expect([last.attempt, results(last)["judge"]]).toEqual([2, "failure"]);
    expect(asked).toBeGreaterThanOrEqual(48);
  });
});

describe.sequential("two tasks that differ in nothing but their thresholds", () => {
  const judgesStep = (run: WorkflowRun, name: string): string => {
    const judge = run.jobs.find((job) => job.name === "judge");
    return judge?.steps.find((step) => step.name === name)?.log ?? "";
  };
  let twins: FakePull;
  let red: WorkflowRun;

  it("are settled each by its own result, and what is settled is not judged once more", async () => {
    variables["PIPELINE_ANSWERS_A_SHARD"] = "20";
    twins = openPullRequest(site, "twins", {
      ...aHalfBlindTask("hue", "0.9"),
      ...aHalfBlindTask("tint", "0.2"),
    });
    red = await checkPullRequest(site, twins);
    expect(comment()).toContain("1 of 2 tasks pass the gate");
    red = await checkPullRequest(site, twins, { keep: red });
    expect([red.attempt, results(red)["judge"]]).toEqual([2, "failure"]);
    expect(
      judgesStep(red, "What an earlier attempt left to do, and an earlier run has not measured"),
    ).toMatch(/tint: kept from the attempt before\nhue: .*, its parts are joined$/);
    expect(judgesStep(red, "Join the parts and judge them")).not.toContain("tint");
  });

  it("are joined from the parts of the newest attempt, where it had fewer", async () => {
    variables["PIPELINE_ANSWERS_A_SHARD"] = "40";
    const again = await checkPullRequest(site, twins, { keep: { ...red, jobs: [] } });
    expect(Object.keys(results(again))).toEqual(["plan", "examples 1/2", "examples 2/2", "judge", "ok"]);
    expect(comment()).toContain("1 of 2 tasks pass the gate");
  });
});
