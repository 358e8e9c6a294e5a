import { existsSync } from "node:fs";
import { join } from "node:path";
import { readResultsFile } from "../../evaluation/adapters/results-file.ts";
import type { Result } from "../../evaluation/result.ts";
import { createFigures } from "../../evaluation/result-figures.ts";
import { outcomesOf } from "../../evaluation/scoring/example-outcome.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { resultsPath, SCRATCH_FOLDER } from "../../prompts/layout.ts";
import type { Workspace } from "../frame/workspace.ts";
import type { ReadyTask } from "./ready-task.ts";

/** Ids of the examples that did not pass in an earlier run of the task. Throws `Failure` with exit 2 for an unknown run. */
export function failedExamples(
  { root }: Workspace,
  { task, metadata, examples }: ReadyTask,
  runId: string,
): ReadonlySet<string> {
  const places = [
    join(root, resultsPath(task.entry.address, runId)),
    join(root, SCRATCH_FOLDER, "runs", runId, "candidate.jsonl"),
  ];
  const path = places.find((place) => existsSync(place));
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(runId) || path === undefined) {
    throw new Failure(`${metadata.task} has no recorded run ${runId}; nothing was asked`, {
      exit: EXIT.usage,
      fix: `Runs of this machine are in ${SCRATCH_FOLDER}/runs and prompts/04-evals.`,
    });
  }
  const outcomes = [...outcomesOf([...figures(path)], metadata.evaluation.metric, examples)];
  const failed = outcomes.filter(([, { status }]) => status !== "passed");
  return new Set(failed.map(([id]) => id));
}

function* figures(path: string): Generator<Result> {
  const figuresOf = createFigures();
  for (const row of readResultsFile(path)) yield figuresOf(row);
}
