import { formatDifference, formatScore, formatUsd } from "../figures.ts";
import type { ReportedRun } from "../reported-run.ts";
import { verdictTone, verdictWords } from "../verdict-words.ts";
import { escapeHtml } from "./html-text.ts";

const HEADS = ["Task", "Verdict"] as const;
const NUMBER_HEADS = ["Score", "Threshold", "Production", "Change", "Worse : better", "Cost"] as const;

/** All runs of the page in one table, each linked to its section. */
export function runOverview(runs: readonly ReportedRun[]): string {
  const heads = [
    ...HEADS.map((head) => `<th>${head}</th>`),
    ...NUMBER_HEADS.map((head) => `<th class="number">${head}</th>`),
  ];
  const rows = runs.map((run, index) => overviewRow(run, `run-${index + 1}`)).join("");
  const passing = runs.filter((run) => run.report.verdict === "pass").length;
  return `<section class="overview"><h3>${passing} of ${runs.length} may be promoted</h3><div class="scroll"><table><thead><tr>${heads.join("")}</tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

function overviewRow({ report, cause }: ReportedRun, id: string): string {
  const { baseline } = report;
  const model = `${report.model.provider}/${report.model.name}`;
  const numbers = [
    formatScore(report.score),
    formatScore(report.threshold),
    formatScore(baseline?.score),
    formatDifference(baseline?.difference ?? null),
    baseline === null ? "–" : `${baseline.worse} : ${baseline.better}`,
    formatUsd(report.cost.usd),
  ];
  const cells = numbers.map((number) => `<td class="number">${number}</td>`).join("");
  const words = escapeHtml(verdictWords(report.verdict, cause));
  return `<tr><td><a href="#${id}">${escapeHtml(report.task)}</a> <span class="quiet">${escapeHtml(report.version)} · ${escapeHtml(model)}</span></td><td class="toned ${verdictTone(report.verdict, cause)}">${words}</td>${cells}</tr>`;
}
