import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { labelExamples } from "../builders/label-task.ts";
import type { GithubSite } from "../builders/workflow-run/github-site.ts";
import { aPromotedSite, closePromptSite } from "../builders/workflow-run/prompt-site.ts";
import type { WorkflowRun } from "../builders/workflow-run/site.ts";

const EXAMPLES = "prompts/01-examples/colour/parts.jsonl";
/** For the embedded reader, which never changes, the world has to: the same answers are wrong from now on. */
const MOVED = labelExamples(24)
  .replaceAll('"red"', '"RED"')
  .replaceAll('"blue"', '"red"')
  .replaceAll('"RED"', '"blue"');

let site: GithubSite;

beforeAll(async () => {
  site = await aPromotedSite();
});

afterAll(() => closePromptSite(site));

const watch = (): Promise<WorkflowRun> =>
  site.start({
    workflow: ".github/workflows/drift.yml",
    event: "workflow_dispatch",
    inputs: { task: "colour" },
  });
const issues = (): readonly string[] =>
  site.github.state.issues.map(({ title, state }) => `${state}: ${title}`);

describe.sequential("the watch over what is in production", () => {
  it("tells nobody of one bad night, and keeps its record on main", async () => {
    site.author("main", { [EXAMPLES]: MOVED }, "feat: other labels");
    const run = await watch();
    expect(run.result).toBe("success");
    expect(issues()).toEqual([]);
    expect(site.remoteGit("log", "-1", "--format=%s", "main").trim()).toBe("drift: 1 evaluated again");
    expect(site.remoteGit("diff", "--name-only", "main~1", "main").trim()).toBe(
      "prompts/04-evals/colour/history.jsonl",
    );
  });

  it("opens one issue for two in a row, and a comment for the third", async () => {
    expect((await watch()).result).toBe("failure");
    expect(issues()).toEqual(["open: The model moved: colour"]);
    await watch();
    expect(issues()).toEqual(["open: The model moved: colour"]);
    expect(site.github.state.issues[0]?.labels).toEqual(["drift"]);
  });

  it("closes it by itself with the first good night", async () => {
    site.author("main", { [EXAMPLES]: labelExamples(24) }, "feat: the labels as they were");
    expect((await watch()).result).toBe("success");
    expect(issues()).toEqual(["closed: The model moved: colour"]);
    const [third, last] = site.github.state.comments.map(({ body }) => body);
    expect(third).toContain("Again.");
    expect(last).toContain("Closed by itself.");
  });

  it("looks by itself, every night, at those whose turn it is", async () => {
    const run = await site.start({ workflow: ".github/workflows/drift.yml", event: "schedule" });
    expect(run.result).toBe("success");
    expect(run.jobs[0]?.steps.at(-1)?.log).toMatch(
      /no task in production has its turn|^evaluating [12] tasks?/,
    );
  });

  it("rolls nothing back", () => {
    expect(site.remoteGit("log", "--format=%s", "main")).not.toContain("rollback");
  });
});
