import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { metadataPath, templatePath } from "../../src/prompts/layout.ts";
import type { TreeChanges } from "../builders/a-repository.ts";
import { askingMetadata, configAsking, labelMetadata, labelTemplate } from "../builders/label-task.ts";
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

const reworded = (task: string, wording: string): TreeChanges => ({
  [templatePath({ id: task })]: labelTemplate(task, wording),
});

let site: GithubSite;
let model: FakeModelServer;
let pull: FakePull;
let first: WorkflowRun;

beforeAll(async () => {
  model = await startFakeModelServer(readsLabels);
  const secrets = { OPENAI_API_KEY: "sk-planted-secret" };
  site = await aPromptSite({
    secrets,
    variables: { PIPELINE_ANSWERS_A_SHARD: "40" },
    environments: { evaluation: { secrets } },
    files: {
      "pipeline.config.yaml": configAsking(model.url),
      ...Object.fromEntries(TASKS.map((id) => [metadataPath({ id }), metadataOf(id)])),
    },
  });
  await promoteByHand(site, TASKS, "the first versions");
}, 120_000);

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
    const blind = labelTemplate("colour").replace("navy, azure", "teal, mint");
    pushTo(site, pull, { [templatePath({ id: "colour" })]: blind });
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
