import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { examplesFolder, templatePath } from "../../src/prompts/layout.ts";
import { answeringVersions } from "../builders/answering-versions.ts";
import { documentOf, runCommand } from "../builders/command-process.ts";
import { labelTemplate } from "../builders/label-task.ts";
import type { GithubSite } from "../builders/workflow-run/github-site.ts";
import { aPromotedSite, closePromptSite, promoteByHand } from "../builders/workflow-run/prompt-site.ts";
import { checkPullRequest, openPullRequest } from "../builders/workflow-run/pull-request.ts";
import type { WorkflowRun } from "../builders/workflow-run/site.ts";

const AT = { service: "shop", environment: "local" };

let site: GithubSite;

beforeAll(async () => {
  site = await aPromotedSite();
  await release();
  write("Say which colour it is.");
  await promoteByHand(site, ["colour"]);
  await release();
});

afterAll(() => closePromptSite(site));

const write = (wording: string): string =>
  site.author(
    "main",
    { [templatePath({ id: "colour" })]: labelTemplate("colour", wording) },
    "feat: a wording",
  );
const release = (): Promise<WorkflowRun> =>
  site.start({ workflow: ".github/workflows/release.yml", event: "workflow_dispatch" });
const override = (inputs: Readonly<Record<string, string>>): Promise<WorkflowRun> =>
  site.start({ workflow: ".github/workflows/override.yml", event: "workflow_dispatch", inputs });
const hourly = (): Promise<WorkflowRun> =>
  site.start({ workflow: ".github/workflows/promote.yml", event: "schedule" });
const resultsOf = ({ jobs }: WorkflowRun): Readonly<Record<string, string>> =>
  Object.fromEntries(jobs.map(({ name, result }) => [name, result]));
const logOf = ({ jobs }: WorkflowRun): string =>
  jobs.flatMap(({ steps }) => steps.map(({ log }) => log)).join("\n");
const lastSubject = (): string => site.remoteGit("log", "-1", "--format=%s", "main").trim();

/** The version that the running service answers each task with. */
async function answering(): Promise<Readonly<Record<string, string>>> {
  const look = ["--root", site.ownMachine, "--environment", "local", "--stop", "--dry-run", "--json"];
  const [url] = documentOf(await runCommand("deploy", look))["stopped"] as readonly string[];
  return answeringVersions(url);
}

/** What runs every hour finds nothing to do, and says why it leaves a task out. */
async function expectLeftOut(why: RegExp): Promise<void> {
  const [before, live] = [site.tip(), await answering()];
  const run = await hourly();
  expect(resultsOf(run)).toEqual({ promote: "success", release: "skipped" });
  expect(logOf(run)).toMatch(why);
  expect(logOf(run)).not.toContain("evaluated again");
  expect(site.tip()).toBe(before);
  expect(await answering()).toEqual(live);
}

describe.sequential("what runs every hour leaves alone what people decided", () => {
  it("a rollback, with who took it back, when and why", async () => {
    expect((await override({ action: "rollback", ...AT, task: "colour", reason: "angry mail" })).result).toBe(
      "success",
    );
    expect(await answering()).toMatchObject({ colour: "1.0.0" });
    await expectLeftOut(
      /left out colour: these are the bytes of version 1\.0\.1, which was rolled back to 1\.0\.0 by \S+ on \d{4}-\d\d-\d\d: angry mail\. Change the prompt; or, /,
    );
  });

  it("until somebody brings the same bytes back by name", async () => {
    expect((await override({ action: "promote", task: "colour", reason: "the mail was spam" })).result).toBe(
      "success",
    );
    expect(await answering()).toMatchObject({ colour: "1.0.2" });
    expect(resultsOf(await hourly())).toEqual({ promote: "success", release: "skipped" });
  });

  it("a downgrade", async () => {
    const inputs = { action: "downgrade", task: "colour", version: "1.0.0", reason: "wrong" };
    expect((await override(inputs)).result).toBe("success");
    expect(await answering()).toMatchObject({ colour: "1.0.0" });
    await expectLeftOut(
      /left out colour: these are the bytes of version 1\.0\.2, which was replaced with 1\.0\.0/,
    );
  });

  it("which the check of a pull request with the same bytes says before the merge, and blocks nothing", async () => {
    const examples = `${examplesFolder({ id: "colour" })}/more.jsonl`;
    const line = '{"id": "missed", "input": {"title": "crimson lamp"}, "expected": "red"}\n';
    const pull = openPullRequest(site, "missed-example", { [examples]: line });
    expect((await checkPullRequest(site, pull)).result).toBe("success");
    const comment = site.github.state.comments.at(-1)?.body ?? "";
    expect(comment).toContain("Stays out of production");
    expect(comment).toMatch(
      /Leaves colour out: these are the bytes of version 1\S*0\S*2, which was replaced/,
    );
    expect(site.github.state.checkRuns.at(-1)).toMatchObject({
      ...{ conclusion: "success", title: "Good to go, stays out of production" },
    });
  });

  it("and promotes the next wording as ever", async () => {
    write("Which colour is meant?");
    expect(resultsOf(await hourly())).toMatchObject({ promote: "success" });
    expect(await answering()).toMatchObject({ colour: "1.0.3" });
  });

  it("a retirement, which reaches the running service at once", async () => {
    const run = await override({ action: "archive", task: "tone", reason: "nobody asks" });
    expect(run.result).toBe("success");
    expect(Object.keys(await answering())).toEqual(["colour"]);
    await expectLeftOut(
      /left out tone: the task was retired by \S+ on \d{4}-\d\d-\d\d: nobody asks\. To bring it back/,
    );
  });

  it("until somebody brings the task back by name, on its evidence and with a reason", async () => {
    const root = ["--root", `${site.folder}/author`];
    site.git("pull", "--quiet", "origin", "main");
    const named = ["promote", ["--task", "tone"]] as const;
    expect((await runCommand("eval-runner", [...root, ...named[1], "--quiet"])).exit).toBe(0);
    expect((await runCommand(named[0], [...root, ...named[1]])).exit).toBe(5);
    const why = ["--reason", "they do ask", "--commit", "--tag", "--push"];
    expect((await runCommand(named[0], [...root, ...named[1], ...why])).exit).toBe(0);
    expect(lastSubject()).toBe("promote(tone): v1.0.1");
  });
});
