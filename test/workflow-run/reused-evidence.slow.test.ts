import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { examplesFolder, metadataPath, templatePath } from "../../src/prompts/layout.ts";
import type { TreeChanges } from "../builders/a-repository.ts";
import {
  askingMetadata,
  configAsking,
  labelExamples,
  labelMetadata,
  labelTemplate,
  worseTemplate,
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
import { type FakeModelServer, refuses, startFakeModelServer } from "../fakes/fake-model-server.ts";
import type { FakePull } from "../fakes/github/github-state.ts";
import { readsLabels } from "../fakes/reading-model.ts";

const AT = { id: "colour" };
const TEMPLATE = templatePath(AT);
const METADATA = metadataPath(AT);

let site: GithubSite;
let model: FakeModelServer;
let pull: FakePull;
let first: WorkflowRun;

beforeAll(async () => {
  model = await startFakeModelServer(readsLabels);
  const secrets = { OPENAI_API_KEY: "sk-planted-secret" };
  site = await aPromptSite({
    secrets,
    environments: { evaluation: { secrets } },
    files: {
      "pipeline.config.yaml": configAsking(model.url),
      [TEMPLATE]: labelTemplate("colour"),
      [METADATA]: askingMetadata(labelMetadata("colour")),
      [`${examplesFolder(AT)}/parts.jsonl`]: labelExamples(24),
    },
  });
  await promoteByHand(site, ["colour"], "the first version");
});

afterAll(async () => {
  console.log(site.told.join("\n"));
  await site.close();
  await model.close();
});

const reworded = (wording: string): TreeChanges => ({ [TEMPLATE]: labelTemplate("colour", wording) });

interface Checked {
  readonly run: WorkflowRun;
  /** How often the model was. */
  readonly asked: number;
  /** What the judge said before it asked. */
  readonly said: string;
  readonly comment: string;
}

async function counted(work: () => Promise<WorkflowRun>): Promise<Checked> {
  const before = model.asked.length;
  const run = await work();
  const judge = run.jobs.find(({ name }) => name === "judge");
  const step = judge?.steps.find(({ name }) => name.startsWith("What an earlier attempt left"));
  const comment = site.github.state.comments.at(-1)?.body ?? "";
  return { run, asked: model.asked.length - before, said: step?.log ?? "", comment };
}

const check = (of: FakePull): Promise<Checked> => counted(() => checkPullRequest(site, of));

const headline = ({ comment }: Checked): string => comment.match(/^### .*$/m)?.[0] ?? "";

const artifactsOf = ({ runId }: WorkflowRun) =>
  site.github.state.artifacts.filter(({ run }) => run === runId);

let opening: Checked;

describe.sequential("what a check has measured", () => {
  it("is asked for once, by the first run", async () => {
    pull = openPullRequest(site, "reworded", reworded("Say which colour."));
    opening = await check(pull);
    first = opening.run;
    expect(first.result).toBe("success");
    expect(opening.asked).toBe(48);
    expect(opening.comment).not.toContain("Answers of");
  });

  it("is not asked for again after a push of README.md alone, and the comment says whose answers they are", async () => {
    pushTo(site, pull, { "README.md": "Hello" });
    const again = await check(pull);
    expect(again.run.result).toBe("success");
    expect(again.asked).toBe(0);
    expect(again.said).toMatch(/colour: answers of run \d+, \$0\.\d+ then, nothing now/);
    expect(headline(again)).toBe(headline(opening));
    expect(again.comment).toMatch(
      new RegExp(
        `Answers of <a href="[^"]+/${first.runId}">run ${first.runId}</a>: \\$0\\.\\d+ then, \\$0 now`,
      ),
    );
    expect(artifactsOf(again.run).map(({ name }) => name)).toEqual(
      artifactsOf(first).map(({ name }) => name),
    );
    expect(again.run.jobs.find(({ name }) => name === "judge")?.permissions).toMatchObject({
      actions: "read",
    });
  });

  it("is not asked for again by the merge queue, whose run names the run that asked first", async () => {
    const queued = await counted(() => checkInQueue(site, pull));
    expect([queued.run.result, queued.asked]).toEqual(["success", 0]);
    expect(site.github.state.checkRuns.at(-1)).toMatchObject({
      ...{ head_sha: pull.head.sha, conclusion: "success", title: "Good to go" },
      summary: expect.stringContaining(`run ${first.runId}</a>`),
    });
  });

  it("is judged by today's threshold from the same answers", async () => {
    const metadata = site.remoteGit("show", `${pull.head.sha}:${METADATA}`);
    pushTo(site, pull, { [METADATA]: metadata.replace("threshold: 0.8", "threshold: 0.9") });
    const stricter = await check(pull);
    expect([stricter.run.result, stricter.asked]).toEqual(["success", 0]);
    expect(stricter.comment).toContain("threshold 0.9 (was 0.8)");
  });

  it("is asked for again once the template is another one", async () => {
    pushTo(site, pull, reworded("Which colour is it?"));
    const other = await check(pull);
    expect([other.run.result, other.asked]).toEqual(["success", 48]);
    expect(other.comment).not.toContain("Answers of");
  });

  it("stays red without a question where it was red", async () => {
    pushTo(site, pull, {
      [TEMPLATE]: worseTemplate("colour").replaceAll("navy", "teal").replaceAll("azure", "mint"),
    });
    const red = await check(pull);
    expect(red.run.result).toBe("failure");
    expect(red.asked).toBeGreaterThan(0);
    pushTo(site, pull, { "README.md": "Hello again" });
    const again = await check(pull);
    expect([again.run.result, again.asked, headline(again)]).toEqual(["failure", 0, headline(red)]);
  });

  it("is asked for again where a person starts the red run again", async () => {
    const last = await check(pull);
    const again = await counted(() => checkPullRequest(site, pull, { keep: last.run }));
    expect([last.asked, again.run.attempt]).toEqual([0, 2]);
    expect(again.asked).toBeGreaterThan(0);
  });

  it("is asked for again where the provider was down", async () => {
    const down = openPullRequest(site, "down", reworded("Is it red or blue?"));
    model.script(refuses(503));
    expect((await check(down)).run.result).toBe("failure");
    model.script(readsLabels);
    pushTo(site, down, { "README.md": "Hello" });
    const again = await check(down);
    expect([again.run.result, again.asked]).toEqual(["success", 48]);
    expect(again.said).toContain("its verdict is inconclusive");
  });
});

/** As if a run of that branch had left what the first run left. */
function offered(of: FakePull, from: { readonly repository: string; readonly zip?: Uint8Array }): void {
  const { state } = site.github;
  const [artifact] = artifactsOf(first);
  const id = state.nextId();
  state.runs.push({
    ...{ id, path: ".github/workflows/check.yml", event: "pull_request", head_sha: of.head.sha },
    ...{ head_branch: of.head.ref, head_repository: from.repository, status: "completed" },
    ...{ conclusion: "success", run_attempt: 1, pull_requests: [] },
  });
  const { name = "", zip = new Uint8Array() } = artifact ?? {};
  state.artifacts.push({ id: state.nextId(), run: id, name, zip: from.zip ?? zip, expired: false });
}

function edited(file: string, edit: (text: string) => string): Uint8Array {
  const files = unzipSync(artifactsOf(first)[0]?.zip ?? new Uint8Array());
  const changed = Object.entries(files).map(([path, bytes]) => [
    path,
    path.endsWith(`/${file}`) ? strToU8(edit(strFromU8(bytes))) : bytes,
  ]);
  return zipSync(Object.fromEntries(changed));
}

describe.sequential("what an artifact of the same digest holds is not believed", () => {
  it("where a fork's branch of the same name left it", async () => {
    const twin = openPullRequest(site, "twin", reworded("Say which colour."));
    offered(twin, { repository: "mallory/prompts" });
    const { run, asked, said } = await check(twin);
    expect([run.result, asked]).toEqual(["success", 48]);
    expect(said).toContain("evaluated another repository's commit");
  });

  it("where an answer was exchanged", async () => {
    const forged = openPullRequest(site, "forged", reworded("Say which colour."));
    const zip = edited("results.jsonl", (text) => text.replace('"output":"red"', '"output":"blue"'));
    offered(forged, { repository: site.repository, zip });
    const { run, asked, said } = await check(forged);
    expect([run.result, asked]).toEqual(["success", 48]);
    expect(said).toMatch(/not taken from an earlier run: colour of run \d+: the scores of 1 example/);
  });

  it("where the report says better than its answers", async () => {
    const praised = openPullRequest(site, "praised", reworded("Say which colour."));
    const zip = edited("report.json", (text) => text.replace('"verdict": "pass"', '"verdict": "regression"'));
    offered(praised, { repository: site.repository, zip });
    const { asked, said } = await check(praised);
    expect(asked).toBe(48);
    expect(said).toContain("its answers say pass, and its report regression");
  });

  it("where the branch was offered to another base too, whose code may have made it", async () => {
    const turned = openPullRequest(site, "two-bases", reworded("Say which colour."));
    offered(turned, { repository: site.repository });
    const { state } = site.github;
    const base = { ref: "their-code", sha: turned.base.sha };
    state.pulls.push({ ...turned, number: state.nextId(), state: "closed", base });
    const { run, asked, said } = await check(turned);
    expect([run.result, asked]).toEqual(["success", 48]);
    expect(said).toContain("two-bases was offered to their-code too");
  });

  it("where the commit that was checked changed code, though a forced push has taken it back", async () => {
    const coded = openPullRequest(site, "coded", {
      ...reworded("Say which colour."),
      "src/score.ts": "export const score = 1;\n",
    });
    expect((await check(coded)).asked).toBe(48);
    site.git("checkout", "--quiet", "-B", "coded", "origin/main");
    site.git("push", "--quiet", "--force", "origin", "HEAD:refs/heads/coded");
    pushTo(site, coded, reworded("Say which colour."));
    const { run, asked, said } = await check(coded);
    expect([run.result, asked]).toEqual(["success", 48]);
    expect(said).toMatch(/run \d+'s commit also changes src\/score\.ts/);
  });
});
