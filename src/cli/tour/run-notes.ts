import type { EvalReport } from "../../evaluation/report.ts";
import { authorWords } from "../../gate/author-words.ts";
import type { TimelineNote } from "../../reporting/terminal/timeline.ts";
import { note } from "./tour.ts";

/** A run in two lines: score with interval against threshold and production, then the verdict in the author's words. */
export function runNote(report: EvalReport): TimelineNote {
  const { task, version, metric, score, interval, threshold, baseline, counts } = report;
  const range =
    interval === null
      ? ""
      : ` (${percent(interval.level)} ${figure(interval.low)} to ${figure(interval.high)})`;
  const against =
    baseline === null
      ? "no production version to compare with"
      : `${baseline.version} has ${figure(baseline.score)}; ${baseline.better} better, ${baseline.worse} worse${baseline.p_value === null ? "" : `, p ${baseline.p_value.toPrecision(2)}`}`;
  return note(
    `${task} ${version}: ${metric} ${figure(score)}${range}, threshold ${figure(threshold)}, ${counts.examples} examples`,
    [note(against), note(`${authorWords(report)}: ${report.reasons[0] ?? report.verdict}`)],
  );
}

const figure = (value: number | null): string => (value === null ? "no score" : value.toFixed(3));

const percent = (share: number): string => `${Math.round(share * 100)} %`;
