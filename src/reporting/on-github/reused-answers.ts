import { formatUsd } from "../figures.ts";
import { markdownCode } from "../markdown/markdown-text.ts";
import type { ReportedRun } from "../reported-run.ts";

const NAMED_TASKS = 3;
const NAMED_RUNS = 3;

/**
 * Whose answers were judged, where nobody was asked: a line for each of the workflow's runs that asked, newest first, the oldest left
 * out. `url` is the page of this run, beside which theirs are.
 */
export function reusedAnswers(all: readonly ReportedRun[], url: string | undefined): readonly string[] {
  const asked = [...new Set(all.flatMap(({ reused }) => reused ?? []))].sort((a, b) => b - a);
  return asked.slice(0, NAMED_RUNS).map((run) => {
    const own = all.filter(({ reused }) => reused === run);
    const of = own.length === all.length ? "" : ` for ${namesOf(own)}`;
    return `Answers of ${linkTo(run, url)}${of}: ${formatUsd(costOf(own))} then, $0 now`;
  });
}

function namesOf(runs: readonly ReportedRun[]): string {
  const more = runs.length - NAMED_TASKS;
  const names = runs.slice(0, NAMED_TASKS).map(({ report }) => markdownCode(report.task, 80));
  return `${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function linkTo(run: number, url: string | undefined): string {
  const page = url?.replace(/[^/]+$/, String(run));
  return page === undefined ? `run ${run}` : `<a href="${encodeURI(page)}">run ${run}</a>`;
}

function costOf(runs: readonly ReportedRun[]): number | null {
  const costs = runs.map(({ report }) => report.cost.usd);
  return costs.some((usd) => usd === null) ? null : costs.reduce<number>((sum, usd) => sum + (usd ?? 0), 0);
}
