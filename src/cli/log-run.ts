import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { EvalReport } from "../evaluation/report.ts";
import type { Result } from "../evaluation/result.ts";
import { renderResultLine } from "../evaluation/result-line.ts";
import { storeFile } from "../lifecycle/adapters/store-file.ts";
import { historyPath, reportPath, resultsPath, type TaskAddress } from "../prompts/layout.ts";
import type { Metadata } from "../prompts/metadata.ts";
import type { TaskEvaluation } from "./evaluate-task.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Logs a run: its folder in 04-evals and, on the main branch, its line in `history.jsonl`. A run that is logged already
 * changes nothing. For personal data answers and reasons stay out.
 */
export async function logRun(
  workspace: Workspace,
  address: TaskAddress,
  metadata: Metadata,
  run: TaskEvaluation,
): Promise<void> {
  const results = metadata.data === "personal" ? run.candidate.map(withoutText) : run.candidate;
  const lines = results.map((result) => `${renderResultLine(result)}\n`).join("");
  storeFile(join(workspace.root, resultsPath(address, run.report.run_id)), lines);
  storeFile(
    join(workspace.root, reportPath(address, run.report.run_id)),
    `${JSON.stringify(run.report, null, 2)}\n`,
  );
  const branch = await workspace.git.branch();
  if (branch === undefined || branch === workspace.repository.config.main_branch) {
    appendHistory(join(workspace.root, historyPath(address)), run.report);
  }
}

function withoutText(result: Result): Result {
  const scores = result.scores.map((score) => ({ ...score, why: "" }));
  return { ...result, output: null, scores };
}

/** The same run is never logged twice, however often a job is run again. */
function appendHistory(path: string, report: EvalReport): void {
  const known = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (known.includes(`"run_id":"${report.run_id}"`)) return;
  mkdirSync(dirname(path), { recursive: true });
  const start = known === "" || known.endsWith("\n") ? "" : "\n";
  appendFileSync(path, `${start}${JSON.stringify(historyLine(report))}\n`);
}

/** What a history keeps of a run once the run itself is pruned. */
function historyLine(
  report: EvalReport,
): Omit<EvalReport, "slices" | "reasons" | "metrics" | "finish_reasons"> {
  const { slices: _, reasons: __, metrics: ___, finish_reasons: ____, ...line } = report;
  return line;
}
