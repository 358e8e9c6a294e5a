import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  aLabelTask,
  askingMetadata,
  configAsking,
  labelMetadata,
  labelTemplate,
  worseTemplate,
} from "../builders/label-task.ts";
import { artifactFolder } from "../builders/workflow-run/artifact-actions.ts";
import type { GithubSite } from "../builders/workflow-run/github-site.ts";
import { aPromptSite, promoteByHand } from "../builders/workflow-run/prompt-site.ts";
import {
  checkInQueue,
  checkPullRequest,
  filesBelow,
  openPullRequest,
} from "../builders/workflow-run/pull-request.ts";
import type { WorkflowRun } from "../builders/workflow-run/site.ts";

/** Appears in an input, an expectation and, since the reader repeats it, in answers. */
const PERSON = "Rosalind Quimby";

const personalExamples = (): string =>
  Array.from({ length: 24 }, (_, at) =>
    JSON.stringify({
      id: `p-${at + 1}`,
      input: { title: `${at % 2 ? "navy" : "crimson"} of ${PERSON}` },
      expected: at % 2 ? "blue" : "red",
    }),
  ).join("\n");

let site: GithubSite;

beforeAll(async () => {
  site = await aPromptSite({
    variables: { PIPELINE_ANSWERS_A_SHARD: "80" },
    environments: { evaluation: { secrets: { OPENAI_API_KEY: "sk-planted-secret" } } },
    files: {
      "pipeline.config.yaml": configAsking("https://paid.invalid/v1"),
      ...aLabelTask({ id: "letter" }),
      "prompts/03-metadata/letter.yaml": labelMetadata("letter").replace(
        "owners:",
        "data: personal\nowners:",
      ),
      "prompts/01-examples/letter/parts.jsonl": `${personalExamples()}\n`,
    },
  });
  await promoteByHand(site, ["colour", "tone", "letter"]);
});

afterAll(async () => {
  console.log(site.told.join("\n"));
  await site.close();
});

const resultsOf = (run: WorkflowRun) =>
  Object.fromEntries(run.jobs.map(({ name, result }) => [name, result]));

const reworded = (id: string) => ({
  [`prompts/00-templates/${id}.yaml`]: labelTemplate(id, "Say which colour."),
});

/** Everything that a run leaves for anybody to read. */
function allOutputs(run: WorkflowRun, { github, folder }: GithubSite): string {
  const logs = run.jobs.flatMap(({ steps, summary }) => [summary, ...steps.map(({ log }) => log)]);
  const artifacts = Object.values(filesBelow(artifactFolder(folder, String(run.runId))));
  const { comments, checkRuns } = github.state;
  const files = artifacts.map((bytes) => new TextDecoder().decode(bytes));
  return [...logs, ...files, JSON.stringify([comments, checkRuns, run.jobs])].join("\n");
}

describe.sequential("the check of a pull request", () => {
  it("fans a large change out over machines, joins the parts, and shows no person and no secret", async () => {
    const changes = {
      ...reworded("colour"),
      ...reworded("tone"),
      "prompts/00-templates/letter.yaml": worseTemplate("letter"),
    };
    const pull = openPullRequest(site, "many", changes);
    const run = await checkPullRequest(site, pull);
    expect(resultsOf(run)).toEqual({
      ...{ plan: "success", "examples 1/2": "success", "examples 2/2": "success" },
      ...{ judge: "failure", ok: "failure" },
    });
    const [comment] = site.github.state.comments;
    expect(comment?.body).toContain("2 of 3 tasks pass the gate");
    const all = allOutputs(run, site);
    expect(all).toContain("p-1");
    expect(all).not.toMatch(/Quimby|sk-planted/);
    expect(
      readFileSync(join(site.folder, "author/prompts/01-examples/letter/parts.jsonl"), "utf8"),
    ).toContain(PERSON);
  });

  it("is neutral for a fork whose prompts need a key, writes nothing there, and is never green", async () => {
    const metadata = askingMetadata(site.remoteGit("show", "main:prompts/03-metadata/colour.yaml"));
    const pull = openPullRequest(site, "fork", { "prompts/03-metadata/colour.yaml": metadata });
    pull.head.repository = "mallory/prompts";
    const before = site.github.state.comments.length;
    const run = await checkPullRequest(site, pull);
    expect(resultsOf(run)).toMatchObject({
      plan: "success",
      shard: "skipped",
      judge: "failure",
      ok: "failure",
    });
    const judge = run.jobs.find(({ name }) => name === "judge");
    expect(judge?.summary).toContain("Checked, not evaluated");
    expect(judge?.steps.find(({ name }) => name === "Say what came out")?.outputs["conclusion"]).toBe(
      "neutral",
    );
    expect(site.github.state.comments).toHaveLength(before);
  });

  it("in the merge queue there is a check run and a summary, and no comment", async () => {
    const pull = openPullRequest(site, "queue", reworded("colour"));
    const before = site.github.state.comments.length;
    const run = await checkInQueue(site, pull);
    expect(resultsOf(run)["ok"]).toBe("success");
    expect(site.github.state.comments).toHaveLength(before);
    expect(site.github.state.checkRuns.at(-1)).toMatchObject({
      head_sha: pull.head.sha,
      conclusion: "success",
    });
  });
});
