import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { examplesFolder, metadataPath, templatePath } from "../../src/prompts/layout.ts";
import {
  askingMetadata,
  configAsking,
  labelExamples,
  labelMetadata,
  labelTemplate,
} from "../builders/label-task.ts";
import type { GithubSite } from "../builders/workflow-run/github-site.ts";
import { aPromptSite, closePromptSite, promoteByHand } from "../builders/workflow-run/prompt-site.ts";
import {
  checkInQueue,
  checkPullRequest,
  openPullRequest,
  promoteAfter,
  reviewPull,
  squash,
  startedAgain,
} from "../builders/workflow-run/pull-request.ts";
import type { WorkflowRun } from "../builders/workflow-run/site.ts";
import { type FakeModelServer, startFakeModelServer } from "../fakes/fake-model-server.ts";
import type { FakePull } from "../fakes/github/github-state.ts";
import { readsLabels } from "../fakes/reading-model.ts";

const AT = { id: "colour" };
const KEY = "sk-planted-secret";

/** Three of 24 examples know a word that the new prompt has lost: a drop of 0.125 that nothing proves. */
const RARE = Array.from(
  { length: 3 },
  (_, at) =>
    `${JSON.stringify({ id: `rare-${at}`, input: { title: `teal part ${at}` }, expected: "blue" })}\n`,
).join("");

let site: GithubSite;
let model: FakeModelServer;
let pull: FakePull;
let first: WorkflowRun;
let second: WorkflowRun;

beforeAll(async () => {
  model = await startFakeModelServer(readsLabels);
  const secrets = { OPENAI_API_KEY: KEY };
  site = await aPromptSite({
    secrets,
    environments: { evaluation: { secrets }, promotion: { secrets }, "shop-local": { secrets } },
    files: {
      "pipeline.config.yaml": configAsking(model.url),
      [templatePath(AT)]: labelTemplate("colour").replace("navy, azure", "navy, azure, teal"),
      [metadataPath(AT)]: askingMetadata(labelMetadata("colour").replace("@acme/parts", "@grace")),
      [`${examplesFolder(AT)}/parts.jsonl`]: labelExamples(21) + RARE,
    },
  });
  await promoteByHand(site, ["colour"], "the first version");
  const deployed = await site.start({
    workflow: ".github/workflows/release.yml",
    event: "workflow_dispatch",
  });
  expect(deployed.result).toBe("success");
  pull = openPullRequest(site, "reworded", { [templatePath(AT)]: labelTemplate("colour") });
});

afterAll(async () => {
  console.log(site.told.join("\n"));
  await closePromptSite(site);
  await model.close();
});

const results = (run: WorkflowRun): object =>
  Object.fromEntries(run.jobs.map(({ name, result }) => [name, result]));
const comments = (): readonly string[] => site.github.state.comments.map(({ body }) => body);
const stepLog = (run: WorkflowRun, part: string): string =>
  run.jobs.flatMap(({ steps }) => steps).find(({ name }) => name.includes(part))?.log ?? "";
const word = { login: "grace", body: "Looked at it.\r\n\r\naccept colour: teal is sold out\r\n" };

describe.sequential("a drop that nothing proves, from the red check to production", () => {
  it("ends the first attempt red, and asks for a person", async () => {
    first = await checkPullRequest(site, pull);
    expect(results(first)).toEqual({ plan: "success", shard: "skipped", judge: "failure", ok: "failure" });
    expect(comments()).toEqual([expect.stringContaining("Needs a person")]);
    expect(site.github.state.checkRuns.at(-1)).toMatchObject({ conclusion: "action_required" });
  });

  it("stays red after the word of somebody who does not own the task", async () => {
    const run = await reviewPull(site, pull, { ...word, login: "mallory" });
    expect(run.result).toBe("success");
    expect(stepLog(run, "Start the check's failed jobs")).toContain("no owner accepts a drop of this head");
    expect(site.github.state.startedAgain).toEqual([]);
  });

  it("is looked at again after the owner's word, in the failed jobs alone", async () => {
    const asked = model.asked.length;
    const run = await reviewPull(site, pull, word);
    expect(run.jobs.map(({ name, result }) => [name, result])).toEqual([["recheck", "success"]]);
    expect(run.jobs[0]?.permissions).toEqual({
      actions: "write",
      contents: "read",
      "pull-requests": "read",
    });
    second = await startedAgain(site, pull, first);
    expect([second.runId, second.attempt]).toEqual([first.runId, 2]);
    expect(results(second)).toEqual({ plan: "success", shard: "skipped", judge: "success", ok: "success" });
    expect(second.jobs.find(({ name }) => name === "plan")).toBe(first.jobs[0]);
    expect(stepLog(second, "What an earlier attempt left")).toMatch(
      /colour: kept from the attempt before\nnothing is left to ask$/,
    );
    expect(model.asked).toHaveLength(asked);
  });

  it("is told in the same comment and in a check run: by whom, why, and what merging does", () => {
    expect(comments()).toHaveLength(1);
    const [comment = ""] = comments();
    expect(comment).toContain("Accepted by <code>grace</code>");
    expect(comment).toContain("teal is sold out");
    expect(comment).toContain("Promotes colour to 1.0.1");
    expect(comment).toContain("attempt 2");
    expect(comment).not.toMatch(/mallory|sk-planted/);
    expect(site.github.state.checkRuns.at(-1)).toMatchObject({
      conclusion: "success",
      title: "Good to go, an owner accepted a drop",
    });
  });

  it("goes through the merge queue on the same word, without another question to the model", async () => {
    const asked = model.asked.length;
    const run = await checkInQueue(site, pull);
    expect([run.result, model.asked.length - asked]).toEqual(["success", 0]);
    expect(site.github.state.checkRuns.at(-1)).toMatchObject({
      title: "Good to go, an owner accepted a drop",
      summary: expect.stringContaining("teal is sold out"),
    });
  });

  it("is promoted on the evidence that was accepted, without another question to the model", async () => {
    const asked = model.asked.length;
    let askedByPromotion: number | undefined;
    const run = await promoteAfter(site, squash(site, pull), {
      onStep: (job) => {
        if (job !== "promote") askedByPromotion ??= model.asked.length - asked;
        return undefined;
      },
    });
    expect(stepLog(run, "Take the evidence of the pull request")).toMatch(
      /^colour: taken from the pull request's check, run-/,
    );
    expect(askedByPromotion).toBe(0);
    expect(run.result).toBe("success");
    const audit = site.remoteGit("show", "main:prompt_audit.jsonl").trim().split("\n");
    const promoted = audit.map((line) => JSON.parse(line)).findLast(({ action }) => action === "promote");
    expect(promoted).toMatchObject({
      ...{ verdict: "inconclusive", reason: "teal is sold out" },
      details: { accepted: { by: "grace", pull: pull.number, commit: pull.head.sha } },
    });
    expect(site.remoteGit("show", "main:prompts/02-production/colour.yaml")).toContain('version: "1.0.1"');
    expect(site.remoteGit("show", "main:prompt_registry.yaml")).toMatch(
      /shop\/local:\n(.*\n)*? +status: "verified"/,
    );
  });
});
