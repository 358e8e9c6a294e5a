import type { EvalReport } from "../../evaluation/report.ts";
import { parseReport } from "../../evaluation/report-file.ts";
import { historyPath, reportPath, resultsPath, type TaskAddress } from "../../prompts/layout.ts";
import type { RepositoryFiles } from "../../prompts/repository-files.ts";
import { sha256 } from "../../prompts/sha256.ts";

/** A recorded run as it lies in 04-evals. */
export interface RecordedRun {
  readonly report: EvalReport;
  /** SHA-256 of the bytes of report.json. */
  readonly reportSha256: string;
  /** Files that belong into the commit that cites the run: report, results, the task's history. */
  readonly paths: readonly string[];
}

/** All readable runs of a task in 04-evals, newest run id last. Broken ones are left out: they are no evidence. */
export function readRuns(files: RepositoryFiles, address: TaskAddress): readonly RecordedRun[] {
  const folder = historyPath(address).slice(0, -"/history.jsonl".length);
  const ids = files
    .list(folder)
    .filter((path) => path.endsWith("/report.json"))
    .map((path) => path.slice(folder.length + 1, -"/report.json".length));
  return ids.filter((id) => !id.includes("/")).flatMap((id) => readRun(files, address, id) ?? []);
}

export function readRun(
  files: RepositoryFiles,
  address: TaskAddress,
  runId: string,
): RecordedRun | undefined {
  const bytes = files.read(reportPath(address, runId));
  const report = bytes === undefined ? undefined : parseReport(bytes);
  if (bytes === undefined || report === undefined || report.run_id !== runId) return undefined;
  const paths = [reportPath(address, runId), resultsPath(address, runId), historyPath(address)];
  return {
    report,
    reportSha256: sha256(bytes),
    paths: paths.filter((path) => files.read(path) !== undefined),
  };
}
