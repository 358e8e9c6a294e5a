import { readFileSync } from "node:fs";
import { join } from "node:path";
import { strFromU8, strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { evidenceName } from "../../../src/cli/evidence/evidence-name.ts";
import { documentOf, type EndedCommand } from "../../builders/command-process.ts";
import {
  aPullRequestGround,
  type PullRequestGround,
  RUNNER_FILES,
} from "../../builders/pull-request-ground.ts";
import { filesBelow } from "../../builders/workflow-run/pull-request.ts";
import type { FakeWorkflowRun } from "../../fakes/github/github-state.ts";

type Files = Readonly<Record<string, Uint8Array>>;

let opened: PullRequestGround;
let evidence: Files;

beforeAll(async () => {
  opened = await aPullRequestGround("reworded");
  expect((await opened.evaluate()).exit).toBe(0);
  evidence = filesBelow(opened.check);
  const { ground, pull } = opened;
  ground.git("checkout", "--quiet", "main");
  ground.git("merge", "--quiet", "--squash", "change");
  ground.git("commit", "--quiet", "-m", "A change (#7)");
  ground.git("push", "--quiet", "origin", "main");
  Object.assign(pull, { state: "closed", merged: ground.git("rev-parse", "HEAD").trim() });
});

afterAll(() => opened.close());

const digest = (): string => {
  const report = Object.entries(evidence).find(([path]) => path.endsWith("report.json"))?.[1];
  return JSON.parse(strFromU8(report ?? strToU8("{}"))).digests.evaluation;
};

/** What the pull request's check left at GitHub. */
function delivered(files: Files, name = evidenceName([digest()])): void {
  const { runs, artifacts } = opened.github.state;
  runs.splice(0);
  artifacts.splice(0);
  runs.push({
    ...{ id: 61, path: ".github/workflows/check.yml", event: "pull_request", head_sha: opened.pull.head.sha },
    ...{ head_branch: "change", head_repository: opened.github.repository, status: "completed" },
    ...{ conclusion: "success", run_attempt: 1, pull_requests: [7] },
  });
  artifacts.push({ id: 62, run: 61, name, zip: zipSync(files), expired: false });
}

const edited = (name: string, edit: (text: string) => string): Files =>
  Object.fromEntries(
    Object.entries(evidence).map(([path, bytes]) => [
      path,
      path.endsWith(name) ? strToU8(edit(strFromU8(bytes))) : bytes,
    ]),
  );

const take = (...flags: readonly string[]): Promise<EndedCommand> =>
  opened.step("take-evidence", ["--json", ...flags], {
    GITHUB_TOKEN: opened.github.issueToken({ ...READS, issues: "write" }),
  });

/** The rest of what the job `promote` may do at the REST interface. */
const READS = { actions: "read", contents: "read", "pull-requests": "read" } as const;

const outputs = (): string => readFileSync(join(opened.ground.base, RUNNER_FILES.output), "utf8");

const why = async (...flags: readonly string[]): Promise<string> => {
  const { taken, missing } = documentOf(await take(...flags)) as {
    readonly taken: readonly unknown[];
    readonly missing: readonly { readonly why: string }[];
  };
  expect(taken).toEqual([]);
  return missing.map((one) => one.why).join();
};

beforeEach(() => delivered(evidence));

describe.sequential("evidence of a pull request is evaluated again", () => {
  it("where no check is known", async () => {
    opened.github.state.runs.splice(0);
    expect(await why("--dry-run")).toBe("no check evaluated exactly these files");
    expect(outputs()).toContain("colour");
  });

  it("where an answer was exchanged", async () => {
    delivered(edited("results.jsonl", (text) => text.replace('"output":"red"', '"output":"blue"')));
    expect(await why("--dry-run")).toMatch(/the scores of 1 example \(part-1\) differ/);
  });

  it("where an answer of production was exchanged, to make it look worse", async () => {
    delivered(edited("baseline.jsonl", (text) => text.replace('"output":"red"', '"output":"blue"')));
    expect(await why("--dry-run")).toMatch(/the scores of 1 example \(part-1\) differ/);
  });

  it("where the report says another score than its answers give", async () => {
    delivered(edited("report.json", (text) => text.replace(/"score": 1,/, '"score": 0.99,')));
    expect(await why("--dry-run")).toBe("its figures are not what its answers give");
  });

  it("where the artifact holds something else than its name says", async () => {
    delivered(evidence, evidenceName(["0".repeat(64)]));
    expect(await why("--dry-run")).toContain("is not what its name says");
  });

  it("where its data are personal: what could be scored again never left the machine", async () => {
    const { ground } = opened;
    const path = "prompts/03-metadata/colour.yaml";
    ground.write({ [path]: ground.read(path).replace("owners:", "data: personal\nowners:") });
    const found = await why("--dry-run");
    ground.git("checkout", "--quiet", "--", path);
    expect(found).toBe("answers with personal data leave no machine, so that nothing can be scored again");
  });

  it("where the pull request changed code too", async () => {
    const { files } = opened.pull;
    Object.assign(opened.pull, { files: [...files, "src/gate/decide.ts"] });
    expect(await why("--dry-run")).toBe("the pull request also changes src/gate/decide.ts");
    Object.assign(opened.pull, { files });
  });

  it("where its commit was offered to a base with other code too, from whatever branch", async () => {
    const { pull, github } = opened;
    const { pulls, runs } = github.state;
    Object.assign(runs[0] ?? {}, { head_branch: "twin" });
    const base = { ref: "their-code", sha: pull.base.sha };
    pulls.push({ ...pull, number: 8, head: { ...pull.head, ref: "twin" }, base, merged: "0".repeat(40) });
    expect(await why("--dry-run")).toBe("twin was offered to their-code too, whose code may have answered");
    pulls.pop();
  });
});

/** Runs of `promote` that a schedule started before this one, oldest first, as they ended. */
function tried(...runs: readonly (Partial<FakeWorkflowRun> & { readonly id: number })[]): void {
  const { pull, github } = opened;
  github.state.runs.splice(0);
  for (const run of runs)
    github.state.runs.push({
      ...{ path: ".github/workflows/promote.yml", event: "schedule", head_sha: pull.merged ?? "" },
      ...{ head_branch: "main", head_repository: github.repository, status: "completed" },
      ...{ conclusion: "failure", run_attempt: 1, pull_requests: [], ...run },
    });
}

const givenUp = async (more: Readonly<Record<string, string>> = {}): Promise<unknown> => {
  const token = opened.github.issueToken({ ...READS, issues: "write" });
  const flags = ["--json", "--give-up-after", "3"];
  return documentOf(await opened.step("take-evidence", flags, { GITHUB_TOKEN: token, ...more }))["given_up"];
};

const THREE = [{ id: 1 }, { id: 2 }, { id: 3 }] as const;

describe.sequential("what a schedule has tried three times", () => {
  it("is still tried where one of those runs was cancelled, goes on, came later, or was started by a push", async () => {
    tried({ id: 1 }, { id: 2 }, { id: 3, conclusion: "cancelled" });
    expect(await givenUp()).toEqual([]);
    tried({ id: 1 }, { id: 2 }, { id: 3, status: "in_progress", conclusion: null });
    expect(await givenUp()).toEqual([]);
    tried({ id: 1 }, { id: 2 }, { id: 99 });
    expect(await givenUp()).toEqual([]);
    tried({ id: 1 }, { id: 2 }, { id: 3, event: "push" });
    expect(await givenUp()).toEqual([]);
    expect(outputs()).toContain("colour");
  });

  it("is still tried where a run of the three was of the files before", async () => {
    const before = opened.ground.git("rev-parse", "HEAD~1").trim();
    tried({ id: 1, head_sha: before }, { id: 2 }, { id: 3 });
    expect(await givenUp()).toEqual([]);
  });

  it("is tried once more where a person starts the run again, and a run that was started again counts once", async () => {
    tried(...THREE);
    expect(await givenUp({ GITHUB_RUN_ATTEMPT: "2" })).toEqual([]);
    expect(outputs()).toContain("colour");
    tried({ id: 1, run_attempt: 3 }, { id: 2 });
    expect(await givenUp()).toEqual([]);
    expect(opened.github.state.issues).toEqual([]);
  });

  it("is evaluated no more, and one issue asks a person, also where other tasks were promoted in between", async () => {
    const { ground, github } = opened;
    ground.git("commit", "--quiet", "--allow-empty", "-m", "promote: another task");
    tried(...THREE, { id: 4, head_sha: ground.git("rev-parse", "HEAD").trim(), conclusion: "success" });
    for (const _ of ["first", "again"]) {
      expect(await givenUp()).toEqual(["colour"]);
      expect(outputs()).not.toContain("colour");
    }
    expect(github.state.issues).toMatchObject([
      { title: "colour waits for its promotion", state: "open", labels: ["inconclusive"] },
    ]);
    expect(github.state.comments.filter(({ issue }) => issue === github.state.issues[0]?.number)).toEqual([]);
    ground.git("reset", "--quiet", "--soft", "HEAD~1");
  });
});

describe.sequential("evidence of a pull request is taken", () => {
  it("as the newest attempt of the run left it, in whatever order they are listed", async () => {
    const { artifacts } = opened.github.state;
    const name = evidenceName(["0".repeat(64)]);
    artifacts.push({ id: 60, run: 61, name, zip: zipSync(evidence), expired: false });
    expect(documentOf(await take("--dry-run"))).toMatchObject({ taken: [{ task: "colour" }], missing: [] });
  });

  it("where it proves the merged files, and promotion cites it", async () => {
    const ended = await take();
    expect(documentOf(ended)).toMatchObject({ taken: [{ task: "colour" }], missing: [] });
    const token = opened.github.issueToken({ contents: "write", issues: "write" });
    const promoted = await opened.step("promote", ["--all-ready", "--push"], { GITHUB_TOKEN: token });
    expect(promoted.stderr).toContain("closed issue");
    expect(opened.github.state.issues).toMatchObject([{ state: "closed" }]);
    const { runId } = (documentOf(ended)["taken"] as readonly { readonly runId: string }[])[0] ?? {
      runId: "",
    };
    expect(opened.ground.read("prompt_registry.yaml")).toContain(runId);
    expect(opened.ground.git("show", "--stat", "--format=", "HEAD")).toContain(`${runId}/report.json`);
  });

  it("once: what is in production waits for nothing", async () => {
    expect(documentOf(await take())).toMatchObject({ taken: [], missing: [] });
  });
});
