import { expect, it } from "vitest";
import { type ReadyTask, readReadyTasks } from "../../src/cli/evaluation/ready-task.ts";
import { citedRunOf, promptVersion } from "../../src/cli/evaluation/versions.ts";
import { promptDigest } from "../../src/prompts/digests.ts";
import { reportPath } from "../../src/prompts/layout.ts";
import type { PromptVersion } from "../../src/prompts/records/production-prompt.ts";
import { type Repository, readRepository } from "../../src/prompts/repository.ts";
import { aRepositoryInProduction, type TreeChanges } from "../builders/a-repository.ts";
import { aReport } from "../builders/report.ts";
import { memoryFiles } from "../fakes/memory-files.ts";

const TASK = "support_reply";

function opened(changes: TreeChanges = {}): { readonly repository: Repository; readonly ready: ReadyTask } {
  const repository = readRepository(memoryFiles(aRepositoryInProduction(changes)));
  const [ready] = readReadyTasks(repository, repository.index.tasks);
  if (ready === undefined) throw new Error("no task is ready");
  return { repository, ready };
}

const archived = (): PromptVersion => {
  const { repository, ready } = opened();
  return promptVersion(repository, ready, "1.0.0");
};

/** A passing run that reports version 1.0.0 and measured that prompt. */
const runOf = (run_id: string, prompt: PromptVersion): TreeChanges => {
  const digests = { ...aReport().digests, prompt: promptDigest(prompt) };
  const report = aReport({ run_id, task: TASK, version: "1.0.0", digests });
  return { [reportPath({ id: TASK }, run_id)]: JSON.stringify(report) };
};

it("a version rests on a run of its own bytes, not on a newer one that asked another model", () => {
  const version = archived();
  const elsewhere = { ...version, model: { ...version.model, name: "small-2" } };
  const { repository, ready } = opened({ ...runOf("run-1", version), ...runOf("run-9", elsewhere) });
  expect(citedRunOf(repository, ready, "1.0.0")?.report.run_id).toBe("run-1");
});

it("a version that was only ever measured with another model rests on nothing", () => {
  const version = archived();
  const elsewhere = { ...version, model: { ...version.model, name: "small-2" } };
  const { repository, ready } = opened(runOf("run-9", elsewhere));
  expect(citedRunOf(repository, ready, "1.0.0")).toBeUndefined();
});
