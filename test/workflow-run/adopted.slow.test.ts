import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AdoptedSite, anAdoptedSite, firstTask, HUB } from "../builders/workflow-run/adopted-site.ts";
import {
  checkPullRequest,
  openPullRequest,
  promoteAfter,
  squash,
} from "../builders/workflow-run/pull-request.ts";
import type { WorkflowRun } from "../builders/workflow-run/site.ts";
import type { FakePull } from "../fakes/github/github-state.ts";

let adopted: AdoptedSite;
let pull: FakePull;

beforeAll(async () => {
  adopted = await anAdoptedSite();
}, 300_000);

afterAll(async () => {
  console.log(adopted.site.told.join("\n"));
  await adopted.close();
});

const TEMPLATE = "prompts/00-templates/colour.yaml";
const DEPLOY = "prompts / release / deploy / deploy prompt-service to local";

const onMain = (path: string): string => adopted.site.remoteGit("show", `main:${path}`);
const jobOf = (run: WorkflowRun, name: string) => run.jobs.find((job) => job.name === name);
const resultOf = (run: WorkflowRun, name: string): string | undefined => jobOf(run, name)?.result;

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
    const runsFrom = join(site.ownMachine, ".pipeline/hub/dist/kept");
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
