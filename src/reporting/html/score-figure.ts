import type { EvalReport, Interval } from "../../evaluation/report.ts";
import { formatScore } from "../figures.ts";
import type { Tone } from "../verdict-words.ts";
import { escapeHtml } from "./html-text.ts";
import { positionOn, type Scale, scaleOver } from "./scale.ts";

const LANE = 40;

/** The score with its interval, production below it, the threshold through both; scales with the page's width. */
export function scoreFigure(report: EvalReport, tone: Tone): string {
  if (report.score === null) return "";
  const production = report.baseline?.score ?? null;
  const bounds = report.interval === null ? [] : [report.interval.low, report.interval.high];
  const values = [report.score, report.threshold, ...bounds, ...(production === null ? [] : [production])];
  const scale = scaleOver(values);
  const lanes = [
    lane(
      `This version ${report.version}`,
      formatScore(report.score),
      candidateMarks(report.score, report, scale, tone),
    ),
    ...(production === null || report.baseline === null
      ? []
      : [
          lane(
            `Production ${report.baseline.version}`,
            formatScore(production),
            dot(production, scale, "neutral"),
          ),
        ]),
  ];
  return `<figure class="figure">${thresholdLane(report.threshold, scale)}${lanes
    .map((one) => one(thresholdRule(report.threshold, scale)))
    .join("")}${axisLane(scale)}</figure>`;
}

const percent = (value: number, scale: Scale): string => `${(positionOn(scale, value) * 100).toFixed(2)}%`;

function lane(name: string, value: string, marks: string): (rule: string) => string {
  return (rule) =>
    `<div class="lane"><span class="lane-name">${escapeHtml(name)}</span><svg height="${LANE}" role="img" aria-label="${escapeHtml(`${name}: ${value}`)}"><line class="track" x1="0" x2="100%" y1="${LANE / 2}" y2="${LANE / 2}"/>${rule}${marks}</svg><span class="lane-value">${value}</span></div>`;
}

function candidateMarks(score: number, report: EvalReport, scale: Scale, tone: Tone): string {
  return `${report.interval === null ? "" : band(report.interval, scale, tone)}${dot(score, scale, tone)}`;
}

function band(interval: Interval, scale: Scale, tone: Tone): string {
  const from = positionOn(scale, interval.low);
  const width = ((positionOn(scale, interval.high) - from) * 100).toFixed(2);
  return `<rect class="band ${tone}" x="${(from * 100).toFixed(2)}%" width="${width}%" y="${LANE / 2 - 6}" height="12" rx="2"/>`;
}

function dot(value: number, scale: Scale, kind: Tone | "neutral"): string {
  return `<circle class="dot ${kind}" cx="${percent(value, scale)}" cy="${LANE / 2}" r="6"/>`;
}

function thresholdRule(threshold: number, scale: Scale): string {
  const x = percent(threshold, scale);
  return `<line class="rule" x1="${x}" x2="${x}" y1="0" y2="${LANE}"/>`;
}

function thresholdLane(threshold: number, scale: Scale): string {
  const position = positionOn(scale, threshold);
  const anchor = position > 0.85 ? "end" : position < 0.15 ? "start" : "middle";
  const label = `threshold ${formatScore(threshold)}`;
  return `<div class="lane"><span></span><svg height="18" aria-hidden="true"><text x="${percent(threshold, scale)}" y="12" text-anchor="${anchor}">${label}</text></svg><span></span></div>`;
}

function axisLane(scale: Scale): string {
  const ticks = scale.ticks.map((tick, index) => {
    const anchor = index === 0 ? "start" : index === scale.ticks.length - 1 ? "end" : "middle";
    return `<text x="${percent(tick, scale)}" y="14" text-anchor="${anchor}">${tick.toFixed(2)}</text>`;
  });
  return `<div class="lane"><span></span><svg height="20" aria-hidden="true">${ticks.join("")}</svg><span></span></div>`;
}
