import { join } from "node:path";
import { renderResultLine } from "../evaluation/result-line.ts";
import { storeFile } from "../lifecycle/adapters/store-file.ts";
import { parseJsonLines } from "../prompts/json-lines.ts";
import { historyPath } from "../prompts/layout.ts";
import type { RepositoryFiles } from "../prompts/repository-files.ts";
import { renderHtmlReport } from "../reporting/html-report.ts";
import { renderJunit } from "../reporting/junit-report.ts";
import { renderMarkdownReport } from "../reporting/markdown-report.ts";
import type { HistoryLine, ReportedRun } from "../reporting/reported-run.ts";
import type { TaskEvaluation } from "./evaluate-task.ts";
import type { ReadyTask } from "./ready-task.ts";
import type { Workspace } from "./workspace.ts";

export const REPORT_FORMATS = ["json", "jsonl", "junit", "html", "markdown"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

const FILE_NAMES: Readonly<Record<ReportFormat, string>> = {
  json: "report.json",
  jsonl: "results.jsonl",
  junit: "junit.xml",
  html: "report.html",
  markdown: "report.md",
};

/** A run as the reports want it, with the task's history and the places that follow the main branch. */
export function reportedRun(
  workspace: Workspace,
  ready: ReadyTask,
  run: TaskEvaluation,
  budgetUsd?: number,
): ReportedRun {
  const { services } = workspace.repository.config;
  return {
    report: run.report,
    results: run.candidate,
    ...(run.baseline === undefined ? {} : { baselineResults: run.baseline }),
    examples: run.examples,
    history: readHistory(workspace.repository.files, historyPath(ready.task.entry.address)),
    ...(run.decision.inconclusive === undefined ? {} : { cause: run.decision.inconclusive }),
    data: ready.metadata.data ?? "internal",
    ...(budgetUsd === undefined ? {} : { budgetUsd }),
    environments: services.flatMap(({ name, environments }) =>
      environments.map((environment) => ({ service: name, environment: environment.name })),
    ),
  };
}

/** The runs that a history file holds, oldest first; broken lines are left out, `validate` reports them. */
export function readHistory(files: RepositoryFiles, path: string): readonly HistoryLine[] {
  const bytes = files.read(path);
  const lines = bytes === undefined ? [] : parseJsonLines(path, bytes).lines;
  return lines.map(({ value }) => value as unknown as HistoryLine);
}

/** Writes the reports that were asked for into a folder; returns their paths. */
export function writeReports(
  folder: string,
  formats: readonly ReportFormat[],
  runs: readonly ReportedRun[],
): readonly string[] {
  return formats.map((format) => {
    const path = join(folder, FILE_NAMES[format]);
    storeFile(path, renderReport(format, runs));
    return path;
  });
}

function renderReport(format: ReportFormat, runs: readonly ReportedRun[]): string {
  switch (format) {
    case "json": {
      const reports = runs.map(({ report }) => report);
      return `${JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 2)}\n`;
    }
    case "jsonl":
      return runs.flatMap(({ results }) => results.map((result) => `${renderResultLine(result)}\n`)).join("");
    case "junit":
      return renderJunit(runs);
    case "html":
      return renderHtmlReport(runs);
    case "markdown":
      return renderMarkdownReport(runs);
  }
}
