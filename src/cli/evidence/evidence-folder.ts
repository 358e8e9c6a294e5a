import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { readResultsFile } from "../../evaluation/adapters/results-file.ts";
import type { EvalReport } from "../../evaluation/report.ts";
import { parseReport } from "../../evaluation/report-file.ts";
import type { Result } from "../../evaluation/result.ts";
import { renderResultLine } from "../../evaluation/result-line.ts";
import { withheldResult } from "../../evaluation/withheld-result.ts";
import { storeFile } from "../../lifecycle/adapters/store-file.ts";
import { isJsonObject } from "../../prompts/reading/json.ts";
import { parseJsonLines } from "../../prompts/reading/json-lines.ts";
import type { EvaluatedRun } from "../evaluation/evaluate-run.ts";
import type { EvidenceRun, RunCircumstances } from "./evidence-run.ts";

const EVIDENCE_FOLDER = "evidence";
const REPORT = "report.json";
const ROWS = "results.jsonl";
const BASELINE_ROWS = "baseline.jsonl";
const CONFIRMATION_ROWS = "confirmation.jsonl";
const BASELINE_CONFIRMATION_ROWS = "baseline-confirmation.jsonl";
const CIRCUMSTANCES = "circumstances.json";

/** Writes each run as a folder of its own below `evidence/`; of personal data neither answers nor reasons. Returns that folder. */
export function writeEvidence(out: string, runs: readonly EvaluatedRun[]): string {
  const base = join(out, EVIDENCE_FOLDER);
  for (const { run, plan, budgetUsd } of runs) {
    const folder = join(base, run.report.task, run.report.run_id);
    const isPersonal = plan.ready.metadata.data === "personal";
    const cause = run.decision.inconclusive;
    const circumstances: RunCircumstances = {
      ...(cause === undefined ? {} : { cause }),
      ...(budgetUsd === undefined ? {} : { budgetUsd }),
    };
    storeRecord(folder, run.report, circumstances);
    const files = [
      [ROWS, run.rows("candidate")],
      [BASELINE_ROWS, run.baseline === undefined ? undefined : run.rows("baseline")],
      [CONFIRMATION_ROWS, run.confirmationRows("candidate")],
      [BASELINE_CONFIRMATION_ROWS, run.confirmationRows("baseline")],
    ] as const;
    for (const [name, rows] of files)
      if (rows !== undefined) storeFile(join(folder, name), lines(rows, isPersonal));
  }
  return base;
}

function* lines(rows: Iterable<Result>, isPersonal: boolean): Generator<string> {
  for (const row of rows) yield `${renderResultLine(isPersonal ? withheldResult(row) : row)}\n`;
}

/** Brings a run to where others are collected, with what is to be said of it otherwise than where it comes from. */
export function copyEvidence(
  out: string,
  run: EvidenceRun,
  otherwise: { readonly report?: EvalReport; readonly circumstances?: RunCircumstances } = {},
): void {
  const { report = run.report, circumstances = run.circumstances } = otherwise;
  const folder = join(out, EVIDENCE_FOLDER, report.task, basename(run.folder));
  cpSync(run.folder, folder, { recursive: true });
  storeRecord(folder, report, circumstances);
}

function storeRecord(folder: string, report: EvalReport, circumstances: RunCircumstances): void {
  storeFile(join(folder, REPORT), `${JSON.stringify(report, null, 2)}\n`);
  storeFile(join(folder, CIRCUMSTANCES), `${JSON.stringify(circumstances)}\n`);
}

/** All runs below a folder, by task and run; what is no run of this format is left out. */
export function readEvidence(folder: string): readonly EvidenceRun[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path === REPORT || path.endsWith(`/${REPORT}`))
    .sort()
    .flatMap((path) => readRun(dirname(join(folder, path))) ?? []);
}

function readRun(folder: string): EvidenceRun | undefined {
  const reportBytes = readFileSync(join(folder, REPORT));
  const report = parseReport(reportBytes);
  if (report === undefined || !existsSync(join(folder, ROWS))) return undefined;
  const rowsIn = (name: string): Iterable<Result> | undefined =>
    existsSync(join(folder, name)) ? readResultsFile(join(folder, name)) : undefined;
  return {
    folder,
    report,
    reportBytes,
    circumstances: readCircumstances(join(folder, CIRCUMSTANCES)),
    rows: () => readResultsFile(join(folder, ROWS)),
    baselineRows: () => rowsIn(BASELINE_ROWS),
    confirmationRows: () => rowsIn(CONFIRMATION_ROWS),
    baselineConfirmationRows: () => rowsIn(BASELINE_CONFIRMATION_ROWS),
  };
}

function readCircumstances(path: string): RunCircumstances {
  const [line] = existsSync(path) ? parseJsonLines(path, readFileSync(path)).lines : [];
  const { cause, budgetUsd, reused } = isJsonObject(line?.value) ? line.value : {};
  return {
    ...(cause === "noise" || cause === "provider" ? { cause } : {}),
    ...(typeof budgetUsd === "number" ? { budgetUsd } : {}),
    ...(typeof reused === "number" ? { reused } : {}),
  };
}
