import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EvalReport } from "../../evaluation/report.ts";
import type { Result } from "../../evaluation/result.ts";
import { renderResultLine } from "../../evaluation/result-line.ts";
import { withheldResult } from "../../evaluation/withheld-result.ts";
import { storeFile } from "../../lifecycle/adapters/store-file.ts";
import { historyPath, reportPath, resultsPath, type TaskAddress } from "../../prompts/layout.ts";
import type { Metadata } from "../../prompts/metadata.ts";
import type { EvidenceRun } from "../evidence/evidence-run.ts";
import type { Workspace } from "../frame/workspace.ts";
import type { TaskEvaluation } from "./evaluate-task.ts";
import type { ReadyTask } from "./ready-task.ts";

/**
 * Logs a run: its folder in 04-evals and, on the main branch, its one line in `history.jsonl`; a run that was resumed
 * replaces what it was before. For personal data answers and reasons stay out.
 */
export async function logRun(
  workspace: Workspace,
  address: TaskAddress,
  metadata: Metadata,
  run: TaskEvaluation,
): Promise<void> {
  const inRoot = (path: string): string => join(workspace.root, path);
  const isPersonal = metadata.data === "personal";
  storeFile(inRoot(resultsPath(address, run.report.run_id)), resultLines(run.rows("candidate"), isPersonal));
  storeFile(inRoot(reportPath(address, run.report.run_id)), `${JSON.stringify(run.report, null, 2)}\n`);
  await logHistory(workspace, address, run.report);
}

/** Logs a run that another machine made, its report byte for byte. */
export async function logDelivered(
  workspace: Workspace,
  { task, metadata }: ReadyTask,
  { report, reportBytes, rows }: EvidenceRun,
): Promise<void> {
  const { address } = task.entry;
  const inRoot = (path: string): string => join(workspace.root, path);
  const lines = resultLines(rows(), metadata.data === "personal");
  storeFile(inRoot(resultsPath(address, report.run_id)), lines);
  storeFile(inRoot(reportPath(address, report.run_id)), new TextDecoder().decode(reportBytes));
  await logHistory(workspace, address, report);
}

/** The run's one line in `history.jsonl`, on the main branch alone. */
export async function logHistory(
  workspace: Workspace,
  address: TaskAddress,
  report: EvalReport,
): Promise<void> {
  const branch = await workspace.git.branch();
  if (branch !== undefined && branch !== workspace.repository.config.main_branch) return;
  writeHistory(join(workspace.root, historyPath(address)), report);
}

function* resultLines(results: Iterable<Result>, isPersonal: boolean): Generator<string> {
  for (const result of results) yield `${renderResultLine(isPersonal ? withheldResult(result) : result)}\n`;
}

/** One line a run, however often a job is run again or a run is resumed. */
function writeHistory(path: string, report: EvalReport): void {
  const known = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
  const line = JSON.stringify(historyLine(report));
  const isOwn = (one: string): boolean => one.includes(`"run_id":"${report.run_id}"`);
  const lines = known.filter((one) => one !== "").map((one) => (isOwn(one) ? line : one));
  const all = lines.includes(line) ? lines : [...lines, line];
  storeFile(path, `${all.join("\n")}\n`);
}

/** What a history keeps of a run once the run itself is pruned. */
function historyLine(
  report: EvalReport,
): Omit<EvalReport, "slices" | "reasons" | "metrics" | "finish_reasons"> {
  const { slices: _, reasons: __, metrics: ___, finish_reasons: ____, ...line } = report;
  return line;
}
