import type { ReportedRun } from "../reported-run.ts";
import { runHeadline } from "../run-headline.ts";
import { worstFirst } from "../worst-first.ts";
import { EXPLORER_SCRIPT } from "./explorer-script.ts";
import { renderHtmlPage } from "./html-page.ts";
import { escapeHtml } from "./html-text.ts";
import { runOverview } from "./run-overview.ts";
import { runSection } from "./run-section.ts";

/** One file that shows everything about the runs, the worst first; it asks for nothing from anywhere. */
export function renderHtmlReport(runs: readonly ReportedRun[]): string {
  const ordered = worstFirst(runs);
  const overview = ordered.length > 1 ? runOverview(ordered) : "";
  const sections = ordered.map((run, index) => runSection(run, `run-${index + 1}`)).join("\n");
  const body = `<main>${overline(ordered)}${overview}${sections}</main>`;
  return renderHtmlPage({ title: titleOf(ordered), body, script: EXPLORER_SCRIPT });
}

function titleOf(runs: readonly ReportedRun[]): string {
  const first = runs[0];
  if (first === undefined) return "Evaluation: nothing to show";
  const { words: said, by = "" } = runHeadline(first);
  const words = `${said} ${by}`.trim();
  return runs.length === 1
    ? `${words}: ${first.report.task} ${first.report.version}`
    : `${words}: ${runs.length} tasks`;
}

function overline(runs: readonly ReportedRun[]): string {
  const at = runs[0]?.report.at ?? "";
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(at) ? `${at.slice(0, 10)} ${at.slice(11, 16)} UTC` : at;
  return `<div class="overline"><span>gpt-pipeline-hub · evaluation</span><span>${escapeHtml(time)}</span></div>`;
}
