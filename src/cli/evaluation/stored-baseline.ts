import { join } from "node:path";
import { readResultsFile } from "../../evaluation/adapters/results-file.ts";
import { storedAsker } from "../../evaluation/running/stored-answers.ts";
import type { StoredBaseline } from "../../gate/judge.ts";
import type { PipelineConfig } from "../../prompts/config.ts";
import { resultsPath } from "../../prompts/layout.ts";
import type { Model } from "../../prompts/metadata.ts";
import type { Repository } from "../../prompts/repository.ts";
import type { ReadyTask } from "./ready-task.ts";
import { citedRunOf } from "./versions.ts";

/** What a version answered in its cited run; undefined where no answer of it is on record (personal data never is). */
export function storedBaseline(
  root: string,
  repository: Repository,
  ready: ReadyTask,
  version: string,
): StoredBaseline | undefined {
  const run = citedRunOf(repository, ready, version);
  if (run === undefined || ready.metadata.data === "personal") return undefined;
  const runId = run.report.run_id;
  const path = resultsPath(ready.task.entry.address, runId);
  if (repository.files.read(path) === undefined) return undefined;
  return { runId, asker: storedAsker(readResultsFile(join(root, path))) };
}

/** Why a model is not asked any more: the day that the configuration names has passed. `today`: `YYYY-MM-DD`. */
export function retirementOf(
  config: PipelineConfig,
  { provider, name }: Model,
  today: string,
): string | undefined {
  const retires = config.providers[provider]?.models?.[name]?.retires;
  return retires !== undefined && retires < today ? `model "${name}" was retired on ${retires}` : undefined;
}
