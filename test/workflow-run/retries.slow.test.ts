import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { labelTemplate, worseTemplate } from "../builders/label-task.ts";
import type { GithubSite } from "../builders/workflow-run/github-site.ts";
import { aPromotedSite, closePromptSite } from "../builders/workflow-run/prompt-site.ts";
import { promoteAfter, recordRun } from "../builders/workflow-run/pull-request.ts";
import type { Trigger, WorkflowRun } from "../builders/workflow-run/site.ts";

let site: GithubSite;

beforeAll(async () => {
  site = await aPromotedSite();
});

afterAll(async () => {
  console.log(site.told.join("\n"));
  await closePromptSite(site);
});

const templateOf = (task: string): string => `prompts/00-templates/${task}.yaml`;

/** The hour strikes. */
async function onSchedule(more: Partial<Trigger> = {}): Promise<WorkflowRun> {
  const commit = site.tip();
  const run = await site.start({ workflow: ".github/workflows/promote.yml", event: "schedule", ...more });
  recordRun(site, run, { event: "schedule", commit, repository: site.repository });
  return run;
}

/** What was merged starts a promotion of its own. */
function merged(task: string, text: string): Promise<WorkflowRun> {
  const before = site.tip();
  const commit = site.author("main", { [templateOf(task)]: text }, `feat: another ${task}`);
  return promoteAfter(site, { before, commit });
}

const evaluated = (run: WorkflowRun): string | undefined =>
  run.jobs[0]?.steps.find(({ name }) => name === "Evaluate what has none")?.outcome;

describe.sequential("what was merged and does not pass", () => {
  it("is tried again every hour, three times, while other tasks are promoted on the way", async () => {
    expect(evaluated(await merged("colour", worseTemplate("colour")))).toBe("failure");
    expect(evaluated(await onSchedule())).toBe("failure");
    expect((await merged("tone", labelTemplate("tone", "Say which tone it is."))).result).toBe("success");
    expect(evaluated(await onSchedule())).toBe("failure");
    expect(evaluated(await onSchedule())).toBe("failure");
    expect(site.github.state.issues).toEqual([]);
  });

  it("is then evaluated no more, and has one issue", async () => {
    for (const _ of ["the fourth hour", "the fifth"]) {
      const run = await onSchedule();
      expect([run.result, evaluated(run)]).toEqual(["success", "skipped"]);
    }
    expect(site.github.state.issues).toMatchObject([
      { title: "colour waits for its promotion", labels: ["inconclusive"], state: "open" },
    ]);
  });

  it("is tried once more where a person starts that run again", async () => {
    const { runId } = await onSchedule();
    expect(evaluated(await onSchedule({ runId, attempt: 2 }))).toBe("failure");
  });

  it("begins anew with a change to it, and its promotion closes the issue", async () => {
    const run = await merged("colour", labelTemplate("colour", "Say which colour it is."));
    expect(run.result).toBe("success");
    expect(site.github.state.issues).toMatchObject([{ state: "closed" }]);
  });
});
