import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEvidence } from "../../../src/cli/evidence/evidence-folder.ts";
import { evidenceName } from "../../../src/cli/evidence/evidence-name.ts";
import { examplesFolder, metadataPath, templatePath } from "../../../src/prompts/layout.ts";
import { documentOf, type EndedCommand } from "../../builders/command-process.ts";
import { labelExamples, labelMetadata, labelTemplate } from "../../builders/label-task.ts";
import {
  aPullRequestGround,
  type PullRequestGround,
  RUNNER_FILES,
} from "../../builders/pull-request-ground.ts";
import { filesBelow } from "../../builders/workflow-run/pull-request.ts";
import type { FakeReview } from "../../fakes/github/github-state.ts";

const AT = { id: "colour" };
const OWNED = labelMetadata("colour").replace("@acme/parts", "@grace");

/** Three of 24 examples know a word that the new prompt has lost: a drop of 0.125 that nothing proves. */
const rare = Array.from(
  { length: 3 },
  (_, at) =>
    `${JSON.stringify({ id: `rare-${at}`, input: { title: `teal part ${at}` }, expected: "blue" })}\n`,
).join("");
const KNOWING = labelTemplate("colour").replace("navy, azure", "navy, azure, teal");

let opened: PullRequestGround;
let runId = "";

const reviewed = (changes: Partial<FakeReview> = {}): void => {
  const { reviews } = opened.github.state;
  reviews.splice(0);
  reviews.push({
    ...{ pull: 7, login: "grace", state: "APPROVED", commit: opened.evaluated },
    ...{ body: "accept colour: teal is sold out", ...changes },
  });
};

const commented = (): string => opened.github.state.comments[0]?.body ?? "";
const output = (): string => readFileSync(join(opened.ground.base, RUNNER_FILES.output), "utf8");

beforeAll(async () => {
  opened = await aPullRequestGround(
    "reworded",
    {},
    {
      [metadataPath(AT)]: OWNED,
      [templatePath(AT)]: KNOWING,
      [`${examplesFolder(AT)}/parts.jsonl`]: labelExamples(21) + rare,
    },
  );
  opened.push({ [templatePath(AT)]: labelTemplate("colour") });
  expect((await opened.evaluate()).exit).toBe(4);
  runId = readEvidence(opened.check)[0]?.report.run_id ?? "";
});

afterAll(() => opened.close());

describe.sequential("a drop that nothing proves", () => {
  it("needs a person, and the comment names the line that an owner writes", async () => {
    expect((await opened.publish()).exit).toBe(4);
    expect(commented()).toContain("Needs a person");
    expect(commented()).toMatch(/\*\*Owner, next:\*\*.*<code>accept colour: reason<\/code>/);
    expect(commented()).toContain("Nothing changes");
  });

  it("is not accepted by somebody who does not own the task", async () => {
    reviewed({ login: "mallory" });
    expect((await opened.publish()).exit).toBe(4);
    expect(commented()).toContain("Needs a person");
  });

  it("is not accepted by an owner whom the pull request itself brings", async () => {
    const { ground } = opened;
    const metadata = ground.read(metadataPath(AT));
    ground.write({ [metadataPath(AT)]: metadata.replace("@grace", "@mallory") });
    reviewed({ login: "mallory" });
    const { stderr, exit } = await opened.publish();
    ground.git("checkout", "--quiet", "--", metadataPath(AT));
    expect(exit).toBe(4);
    expect(stderr).toContain("mallory accepts colour and does not own it on main");
  });

  it("is accepted by an owner's approving review, and the comment says who, why and what merging does", async () => {
    reviewed();
    expect((await opened.publish()).exit).toBe(0);
    expect(commented()).toContain("Accepted by <code>grace</code>");
    expect(commented()).toContain("teal is sold out");
    expect(commented()).toContain("Promotes colour to 1.0.1");
    expect(opened.github.state.checkRuns.at(-1)).toMatchObject({
      conclusion: "success",
      title: "Good to go, an owner accepted a drop",
    });
  });

  it("is not evaluated again where the check looks once more", async () => {
    const keep = join(opened.ground.base, "kept");
    const flags = ["--changed-since", "origin/main", "--earlier", opened.check, "--keep", keep];
    expect((await opened.step("plan-check", flags)).exit).toBe(0);
    expect(output()).not.toContain("colour");
    expect(existsSync(join(keep, "evidence/colour", runId, "report.json"))).toBe(true);
    reviewed({ login: "mallory" });
    await opened.step("plan-check", flags);
    expect(output()).toContain("colour");
  });

  it("lets the failed check of that head start again, for an owner alone, and once it has ended", async () => {
    const { state } = opened.github;
    const recheck = (): Promise<EndedCommand> =>
      opened.step("recheck", ["--json", "--wait", "0"], {
        GITHUB_TOKEN: opened.github.issueToken(RECHECKING),
      });
    state.runs.push({
      ...{ id: 61, path: ".github/workflows/check.yml", event: "pull_request", head_sha: opened.evaluated },
      ...{ head_branch: "change", head_repository: opened.github.repository, status: "in_progress" },
      ...{ conclusion: null, run_attempt: 1, pull_requests: [7] },
    });
    reviewed();
    const early = await recheck();
    expect([early.exit, early.stderr]).toEqual([4, expect.stringContaining("gh run rerun 61 --failed")]);
    Object.assign(state.runs[0] ?? {}, { status: "completed", conclusion: "failure" });
    reviewed({ login: "mallory" });
    expect(documentOf(await recheck())).toMatchObject({ tasks: [], outcome: "not_accepted", run: null });
    reviewed();
    expect(documentOf(await recheck())).toMatchObject({ tasks: ["colour"], outcome: "started", run: 61 });
    expect(state.startedAgain).toEqual([61]);
  });

  it("once merged is promoted on the run that could not tell, with who and why on record", async () => {
    const { ground, pull, github } = opened;
    ground.git("checkout", "--quiet", "main");
    ground.git("merge", "--quiet", "--squash", "change");
    ground.git("commit", "--quiet", "-m", "A change (#7)");
    ground.git("push", "--quiet", "origin", "main");
    Object.assign(pull, { state: "closed", merged: ground.git("rev-parse", "HEAD").trim() });
    const [report] = readEvidence(opened.check);
    const name = evidenceName([report?.report.digests.evaluation ?? ""]);
    Object.assign(github.state.runs[0] ?? {}, { conclusion: "success" });
    const zip = zipSync(filesBelow(opened.check));
    github.state.artifacts.push({ id: 62, run: 61, name, zip, expired: false });
    const file = join(ground.base, "accepted.json");
    const take = (): Promise<EndedCommand> =>
      opened.step("take-evidence", ["--json", "--accepted", file], {
        GITHUB_TOKEN: github.issueToken(TAKING),
      });
    github.state.reviews.splice(0);
    expect(documentOf(await take())).toMatchObject({
      taken: [],
      missing: [{ why: "the check could not tell, and no owner's review accepts that" }],
    });
    reviewed();
    expect(documentOf(await take())).toMatchObject({ taken: [{ runId }], missing: [] });
    const refused = await ground.run("promote", "--task", "colour", "--json");
    expect(refused.exit).toBe(4);
    await ground.must("promote", "--all-ready", "--accepted", file, "--push");
    const last = ground.read("prompt_audit.jsonl").trim().split("\n").at(-1) ?? "";
    expect(JSON.parse(last)).toMatchObject({
      ...{ action: "promote", run_id: runId, verdict: "inconclusive", reason: "teal is sold out" },
      details: { accepted: { by: "grace", pull: 7, commit: opened.evaluated } },
    });
    expect((await ground.run("validate")).exit).toBe(0);
    expect((await ground.run("reconcile")).exit).toBe(0);
  });
});

const RECHECKING = { actions: "write", contents: "read", "pull-requests": "read" } as const;
const TAKING = { actions: "read", contents: "read", "pull-requests": "read", issues: "write" } as const;
