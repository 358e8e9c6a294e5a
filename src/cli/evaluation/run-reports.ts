import { join } from "node:path";
import { CODEOWNERS_PATHS } from "../../adoption/adopted-files.ts";
import { codeOwnersOf } from "../../adoption/github/code-owners.ts";
import { matchTasks } from "../../deployment/adapters/task-globs.ts";
import { inDeploymentOrder } from "../../deployment/deployment-order.ts";
import type { EvalReport } from "../../evaluation/report.ts";
import type { Result } from "../../evaluation/result.ts";
import { renderResultLine } from "../../evaluation/result-line.ts";
import { outcomesOf } from "../../evaluation/scoring/example-outcome.ts";
import { withheldResult } from "../../evaluation/withheld-result.ts";
import { storeFile } from "../../lifecycle/adapters/store-file.ts";
import type { Example } from "../../prompts/examples/example.ts";
import { historyPath } from "../../prompts/layout.ts";
import { parseJsonLines } from "../../prompts/reading/json-lines.ts";
import type { Repository } from "../../prompts/repository.ts";
import type { RepositoryFiles } from "../../prompts/repository-files.ts";
import { renderJunit } from "../../reporting/exchange/junit-report.ts";
import { renderHtmlReport } from "../../reporting/html/html-report.ts";
import { renderMarkdownReport } from "../../reporting/markdown/markdown-report.ts";
import type { HistoryLine, ReportedEnvironment, ReportedRun } from "../../reporting/reported-run.ts";
import { writeEvidence } from "../evidence/evidence-folder.ts";
import type { EvidenceRun } from "../evidence/evidence-run.ts";
import { scriptsHere } from "../frame/scripts-here.ts";
import type { Workspace } from "../frame/workspace.ts";
import { gateChangesOf } from "../promotion/gate-changes-of.ts";
import { keptOutHere } from "../promotion/kept-out-here.ts";
import type { EvaluatedRun } from "./evaluate-run.ts";
import type { ReadyTask } from "./ready-task.ts";
import type { ReportFormat } from "./report-formats.ts";

type FileFormat = Exclude<ReportFormat, "evidence">;

const FILE_NAMES: Readonly<Record<FileFormat, string>> = {
  json: "report.json",
  jsonl: "results.jsonl",
  junit: "junit.xml",
  html: "report.html",
  markdown: "report.md",
};

/** Which examples a report shows: all, or those that a reader must look at, which is all that short reports show. */
export type ShownExamples = "all" | "notable";

/** A run as the reports want it, with the task's history and the places that follow the main branch. */
export function reportedRun(
  workspace: Workspace,
  { plan, run, budgetUsd }: EvaluatedRun,
  shown: ShownExamples,
): ReportedRun {
  const { decision, report, baseline } = run;
  const isShown = shown === "all" ? () => true : notable(report, run.examples, run.candidate, baseline);
  return {
    report,
    results: shownRows(run.rows("candidate"), isShown),
    ...(baseline === undefined ? {} : { baselineResults: shownRows(run.rows("baseline"), isShown) }),
    examples: run.examples.filter(({ id }) => isShown(id)),
    ...(decision.inconclusive === undefined ? {} : { cause: decision.inconclusive }),
    ...(budgetUsd === undefined ? {} : { budgetUsd }),
    ...surroundings(workspace, plan.ready, report.stage),
  };
}

/** A run that another job made, as `reportedRun` gives those of this one, with the examples that a reader must look at. */
export function deliveredRun(
  workspace: Workspace,
  ready: ReadyTask,
  { report, circumstances, rows, baselineRows }: EvidenceRun,
): ReportedRun {
  const results = [...rows()];
  const baseline = baselineRows();
  const before = baseline === undefined ? undefined : [...baseline];
  const isShown = notable(report, ready.examples, results, before);
  return {
    report,
    results: shownRows(results, isShown),
    ...(before === undefined ? {} : { baselineResults: shownRows(before, isShown) }),
    examples: ready.examples.filter(({ id }) => isShown(id)),
    ...circumstances,
    ...surroundings(workspace, ready, report.stage),
  };
}

function surroundings(
  { root, repository }: Workspace,
  ready: ReadyTask,
  stage: string,
): Omit<ReportedRun, "report" | "results" | "examples"> {
  const { task, metadata } = ready;
  const production = repository.registry.tasks[metadata.task]?.production;
  const keptOut = stage === "candidate" ? keptOutHere(repository, ready) : undefined;
  return {
    history: readHistory(repository.files, historyPath(task.entry.address)),
    data: metadata.data ?? "internal",
    ...(stage === "candidate" ? { gateChanges: gateChangesOf(repository, ready) } : {}),
    ...(keptOut === undefined ? {} : { keptOut }),
    gateOwners: gateOwnersOf(repository, task.entry.metadata ?? ""),
    environments: environmentsOf(repository, metadata.task),
    scripts: scriptsHere(root),
    ...(production === undefined
      ? {}
      : { production: { version: production.version, promptDigest: production.prompt_digest } }),
  };
}

/** Of the services that answer for the task. */
const environmentsOf = ({ config }: Repository, task: string): readonly ReportedEnvironment[] =>
  config.services
    .filter(({ tasks }) => matchTasks(tasks)(task))
    .flatMap(({ name, environments }) =>
      inDeploymentOrder(environments).map((one) => ({ service: name, environment: one.name })),
    );

/** Whom CODEOWNERS asks about the file that holds threshold and scorers. */
function gateOwnersOf({ files }: Repository, metadata: string): readonly string[] {
  const [bytes] = CODEOWNERS_PATHS.flatMap((path) => files.read(path) ?? []);
  return bytes === undefined ? [] : codeOwnersOf(new TextDecoder().decode(bytes), metadata);
}

function shownRows(rows: Iterable<Result>, isShown: (id: string) => boolean): readonly Result[] {
  const shown: Result[] = [];
  for (const row of rows) if (isShown(row.id)) shown.push(row);
  return shown;
}

/** What did not pass, or is not as it was in the baseline. */
function notable(
  { metric }: EvalReport,
  examples: readonly Example[],
  candidate: readonly Result[],
  baseline: readonly Result[] = [],
): (id: string) => boolean {
  const before = new Map(outcomesOf(baseline, metric, examples));
  const ids = [...outcomesOf(candidate, metric, examples)].flatMap(([id, { status, value }]) => {
    const earlier = before.get(id);
    const isSame = earlier === undefined || (earlier.status === status && earlier.value === value);
    return status === "passed" && isSame ? [] : [id];
  });
  const set = new Set(ids);
  return (id) => set.has(id);
}

/** The runs that a history file holds, oldest first; broken lines are left out, `validate` reports them. */
export function readHistory(files: RepositoryFiles, path: string): readonly HistoryLine[] {
  const bytes = files.read(path);
  const lines = bytes === undefined ? [] : parseJsonLines(path, bytes).lines;
  return lines.map(({ value }) => value as unknown as HistoryLine);
}

/** Writes the reports that were asked for into a folder; returns their paths. */
export function writeReports(
  workspace: Workspace,
  folder: string,
  formats: readonly ReportFormat[],
  runs: readonly EvaluatedRun[],
): readonly string[] {
  return formats.map((format) => {
    if (format === "evidence") return writeEvidence(folder, runs);
    const path = join(folder, FILE_NAMES[format]);
    storeFile(path, renderReport(workspace, format, runs));
    return path;
  });
}

function renderReport(
  workspace: Workspace,
  format: FileFormat,
  runs: readonly EvaluatedRun[],
): string | Iterable<string> {
  const reported = (shown: ShownExamples) => runs.map((run) => reportedRun(workspace, run, shown));
  switch (format) {
    case "json": {
      const reports = runs.map(({ run }) => run.report);
      return `${JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 2)}\n`;
    }
    case "jsonl":
      return resultLines(runs);
    case "junit":
      return renderJunit(reported("all"));
    case "html":
      return renderHtmlReport(reported("all"));
    case "markdown":
      return renderMarkdownReport(reported("notable"));
  }
}

function* resultLines(runs: readonly EvaluatedRun[]): Generator<string> {
  for (const { run, plan } of runs) {
    const isPersonal = plan.ready.metadata.data === "personal";
    for (const row of run.rows("candidate"))
      yield `${renderResultLine(isPersonal ? withheldResult(row) : row)}\n`;
  }
}
