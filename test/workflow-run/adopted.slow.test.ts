import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type AdoptedSite,
  anAdoptedSite,
  firstTask,
  HUB,
  OWNER,
} from "../builders/workflow-run/adopted-site.ts";
import {
  checkPullRequest,
  openPullRequest,
  promoteAfter,
  reviewPull,
  squash,
} from "../builders/workflow-run/pull-request.ts";
import type { WorkflowRun } from "../builders/workflow-run/site.ts";
import type { FakePull } from "../fakes/github/github-state.ts";

let adopted: AdoptedSite;
let pull: FakePull;

beforeAll(async () => {
  adopted = await anAdoptedSite();
});

afterAll(async () => {
  console.log(adopted.site.told.join("\n"));
  await adopted.close();
});

const TEMPLATE = "prompts/00-templates/colour.yaml";
const RUNS_FROM = ".pipeline/hub/dist/kept";
const AT = { service: "prompt-service", environment: "local" };
const DEPLOY = "prompts / release / deploy / deploy prompt-service to local";

const onMain = (path: string): string => adopted.site.remoteGit("show", `main:${path}`);
const lastSubject = (): string => adopted.site.remoteGit("log", "-1", "--format=%s", "main").trim();
const jobOf = (run: WorkflowRun, name: string) => run.jobs.find((job) => job.name === name);
const resultOf = (run: WorkflowRun, name: string): string | undefined => jobOf(run, name)?.result;

/** As a person does by hand, with what the caller's form asks for. */
const started = (name: string, inputs: Readonly<Record<string, string>> = {}): Promise<WorkflowRun> =>
  adopted.site.start({
    ...{ workflow: `.github/workflows/prompts-${name}.yml`, event: "workflow_dispatch", inputs },
  });
const logOf = (run: WorkflowRun, part: string): string =>
  run.jobs.flatMap(({ steps }) => steps).find(({ name }) => name.startsWith(part))?.log ?? "";

describe.sequential("a repository that was empty, with callers of workflows in another repository", () => {
  it("has its first task checked in a pull request by the code of that commit, and told in one comment", async () => {
    const { site, hubCommit } = adopted;
    firstTask(adopted, "colour");
    pull = openPullRequest(site, "first-task", {});
    const run = await checkPullRequest(site, pull);
    expect([run.workflow, run.result]).toEqual([".github/workflows/prompts-check.yml", "success"]);
    expect(resultOf(run, "prompts / ok")).toBe("success");
    const steps = jobOf(run, "prompts / judge")?.steps ?? [];
    expect(steps[1]?.log).toBe(`${HUB} at ${hubCommit.slice(0, 12)}`);
    expect(site.github.state.comments).toMatchObject([{ issue: pull.number, login: "github-actions[bot]" }]);
    expect(site.github.state.comments[0]?.body).toContain("Good to go");
  });

  it("asks nothing again after a push of a page alone, whose run finds the one before through the caller", async () => {
    const { site } = adopted;
    const sha = site.author("first-task", { "NOTES.md": "Hello" }, "docs: a page");
    Object.assign(pull, { head: { ...pull.head, sha }, files: [...pull.files, "NOTES.md"] });
    const run = await checkPullRequest(site, pull);
    const steps = jobOf(run, "prompts / judge")?.steps ?? [];
    const open = steps.find(({ name }) => name.startsWith("What an earlier attempt left"));
    expect(open?.log).toMatch(/colour: answers of run \d+, \$0 then, nothing now\nnothing is left to ask$/);
    expect(run.result).toBe("success");
  });

  it("promotes what was merged on the pull request's own evidence, releases it, and verifies it where it runs", async () => {
    const run = await promoteAfter(adopted.site, squash(adopted.site, pull));
    expect(run.result).toBe("success");
    const take = jobOf(run, "prompts / promote")?.steps.find(({ name }) => name.startsWith("Take the"));
    expect(take?.log).toMatch(/^colour: taken from the pull request's check, run-/);
    expect(jobOf(run, DEPLOY)).toMatchObject({
      result: "success",
      environment: "prompt-service-local",
      groups: [{ name: "deploy-prompt-service-local", queue: "max", cancels: false }],
    });
    expect(onMain("prompts/02-production/colour.yaml")).toContain('version: "1.0.0"');
    expect(onMain("prompt_registry.yaml")).toMatch(/prompt-service\/local:\n(.*\n)*? +status: "verified"/);
  });

  it("takes back what is worse where it runs, and offers the owners the template that works", async () => {
    const { site } = adopted;
    const runsFrom = join(site.ownMachine, RUNS_FROM);
    writeFileSync(runsFrom, "what the running service may still load");
    const good = onMain(TEMPLATE);
    const worse = `${good}  - role: user\n    content: "Thank you."\n`;
    site.author("main", { [TEMPLATE]: worse }, "feat: a closing message");
    const run = await site.start({
      ...{ workflow: ".github/workflows/prompts-override.yml", event: "workflow_dispatch" },
      inputs: { action: "promote", task: "colour", reason: "a drill" },
    });
    expect(resultOf(run, DEPLOY)).toBe("failure");
    expect(run.jobs.find(({ name }) => name.endsWith(" / restore"))?.result).toBe("success");
    expect(onMain("prompts/02-production/colour.yaml")).toContain('version: "1.0.0"');
    const restore = site.github.state.pulls.at(-1);
    expect(restore).toMatchObject({ title: "Restore colour to 1.0.0", state: "open" });
    expect(site.remoteGit("show", `${restore?.head.ref}:${TEMPLATE}`)).toBe(good);
    expect(existsSync(runsFrom)).toBe(true);
  });

  it("has a commit that a maintainer names evaluated by main's code, which stays neutral", async () => {
    const { pulls, checkRuns } = adopted.site.github.state;
    const commit = pulls.at(-1)?.head.sha ?? "";
    const run = await started("fork-check", { commit });
    expect(run.result).toBe("success");
    expect(checkRuns.at(-1)).toMatchObject({ head_sha: commit, conclusion: "neutral" });
  });

  it("starts the check's failed jobs again after an owner's word, and finds its run by the caller's name", async () => {
    const { site } = adopted;
    const drop = openPullRequest(site, "a-drop", { [TEMPLATE]: `${onMain(TEMPLATE)}# reworded\n` });
    const red = await checkPullRequest(site, drop);
    expect(resultOf(red, "prompts / ok")).toBe("failure");
    const run = await reviewPull(site, drop, { login: OWNER.slice(1), body: "accept colour: rare" });
    expect([run.workflow, run.result]).toEqual([".github/workflows/prompts-accept.yml", "success"]);
    expect(site.github.state.startedAgain).toEqual([red.runId]);
  });

  it("compares in the night what should run with what runs, and deletes nothing that the service runs from", async () => {
    const before = adopted.site.tip();
    const run = await started("reconcile");
    expect(run.jobs.map(({ name, result }) => [name, result])).toEqual([
      ["prompts / plan", "success"],
      ["prompts / reconcile prompt-service-local", "success"],
    ]);
    expect(logOf(run, "Compare git")).toContain("images and services agree");
    expect(existsSync(join(adopted.site.ownMachine, RUNS_FROM))).toBe(true);
    expect(adopted.site.tip()).toBe(before);
  });

  it("goes back by hand to a release that is named, and git says so", async () => {
    const run = await started("rollback", { ...AT, to: "1", reason: "complaints" });
    expect(run.jobs.map(({ name, result, environment }) => [name, result, environment])).toEqual([
      ["prompts / rollback", "success", "rollback"],
      ["prompts / restore", "skipped", undefined],
    ]);
    expect(lastSubject()).toBe("deploy(prompt-service/local): release 1 rolled_back");
  });

  it("asks what is in production again, one task by its name, and keeps the record on main", async () => {
    const run = await started("drift", { task: "colour" });
    expect(run.result).toBe("success");
    expect(lastSubject()).toBe("drift: 1 evaluated again");
  });

  it("holds deployments by hand until a time, with no second person", async () => {
    const run = await started("override", {
      ...{ action: "freeze", ...AT, until: "2099-12-31T08:00Z", reason: "a holiday" },
    });
    const ran = run.jobs.filter(({ result }) => result !== "skipped");
    expect(ran).toMatchObject([{ name: "prompts / freeze", result: "success", environment: "rollback" }]);
    expect(onMain("prompt_audit.jsonl").trim().split("\n").at(-1)).toContain("a holiday");
  });

  it("leaves the repository of the tool as it was: no job's token may write there", () => {
    const { site, hubCommit } = adopted;
    const log = site.remoteGit(
      "--git-dir",
      `${site.folder}/repositories/${HUB}`,
      "log",
      "--all",
      "--format=%H",
    );
    expect(log.trim()).toBe(hubCommit);
  });
});
