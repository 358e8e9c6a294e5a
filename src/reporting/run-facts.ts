import type { BaselineReport, EvalReport } from "../evaluation/report.ts";
import { chanceText, intervalText, scoreText } from "../gate/figures.ts";
import {
  counted,
  formatCount,
  formatDifference,
  formatDifferenceInterval,
  formatDuration,
  formatUsd,
} from "./figures.ts";
import type { ReportedRun } from "./reported-run.ts";

/** The facts of a run as short texts, the same words in every kind of report. */
export interface RunFacts {
  /** With as many decimals as it takes to stand on its side of the threshold. */
  readonly score: string;
  readonly interval: string;
  readonly difference: string;
  readonly counts: string;
  readonly detectable: string;
  readonly cost: string;
  readonly tokens: string;
  readonly latency: string;
  readonly evidence: string;
}

/** Texts alone: no figure is computed here that the report does not hold. */
export function runFacts(run: ReportedRun): RunFacts {
  const { report } = run;
  return {
    score: report.score === null ? "–" : scoreText(report.score, report.threshold),
    interval: report.interval === null ? "" : intervalText(report.interval),
    difference: report.baseline === null ? "nothing to compare with" : differenceText(report.baseline),
    counts: countsText(report),
    detectable:
      report.detectable_drop === null
        ? "regressions cannot be seen with so few examples"
        : `drops from ${report.detectable_drop.toFixed(2)} (found in 4 of 5 runs)`,
    cost: costText(run),
    tokens: `${formatCount(report.cost.tokens_in)} tokens in, ${formatCount(report.cost.tokens_out)} out`,
    latency: `p50 ${formatDuration(report.latency_ms.p50)}, p95 ${formatDuration(report.latency_ms.p95)}`,
    evidence: EVIDENCE[report.evidence],
  };
}

const EVIDENCE: Readonly<Record<EvalReport["evidence"], string>> = {
  live: "asked live",
  cached: "answers from the cache",
  external: "answers made elsewhere: never enough to promote",
};

function differenceText(baseline: BaselineReport): string {
  const { interval, p_value } = baseline;
  const spread = interval === null ? "" : ` (${formatDifferenceInterval(interval)})`;
  const chance = p_value === null ? "" : `, ${chanceText(p_value)}`;
  return `${formatDifference(baseline.difference)}${spread}${chance}`;
}

function countsText({ counts, exceptions = {} }: EvalReport): string {
  const parts = [
    `${formatCount(counts.scored)} scored of ${formatCount(counts.examples)}`,
    `${formatCount(counts.passed)} passed`,
    `${formatCount(counts.failed)} failed`,
  ];
  if (counts.errors > 0) parts.push(counted(counts.errors, "error"));
  const quarantined = Object.values(exceptions).filter((one) => "quarantined_until" in one).length;
  if (quarantined > 0) parts.push(`${formatCount(quarantined)} more in quarantine`);
  const flaky = Object.keys(exceptions).length - quarantined;
  if (flaky > 0) parts.push(`${formatCount(flaky)} flaky by rule`);
  if (counts.cached > 0) parts.push(`${formatCount(counts.cached)} cached`);
  return parts.join(" · ");
}

function costText({ report, budgetUsd }: ReportedRun): string {
  const limit = budgetUsd === undefined ? "no limit" : `limit ${formatUsd(budgetUsd)}`;
  const judges = report.judging === undefined ? "" : ` (judges ${formatUsd(report.judging.usd)})`;
  return `${formatUsd(report.cost.usd)}${judges}, ${limit}`;
}
