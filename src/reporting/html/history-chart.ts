import { formatScore, formatTime } from "../figures.ts";
import type { HistoryLine } from "../reported-run.ts";
import { verdictTone, verdictWords } from "../verdict-words.ts";
import { escapeHtml } from "./html-text.ts";
import { positionOn, type Scale, scaleOver } from "./scale.ts";

const TOP = 14;
const PLOT = 150;
const HEIGHT = 196;
const LEFT = 6;
const WIDTH = 92;
const MAX_POINTS = 60;

interface Point {
  readonly line: HistoryLine;
  readonly score: number;
  readonly x: number;
}

/** Score over runs, oldest at the left, at most the newest 60; a dashed line is the threshold of its time. */
export function historyChart(history: readonly HistoryLine[]): string {
  const points = pointsOf(history.slice(-MAX_POINTS));
  if (points.length === 0) return '<p class="quiet">No earlier runs.</p>';
  const scale = scaleOver(points.flatMap((point) => [point.score, point.line.threshold]));
  const shapes = [
    ...scale.ticks.map((tick) => gridLine(tick, scale)),
    ...thresholdLines(points, scale),
    ...trendLines(points, scale),
    ...points.map((point) => marker(point, scale)),
    ...versionLabels(points),
  ];
  return `<figure class="figure"><svg height="${HEIGHT}" role="img" aria-label="Score over ${points.length} runs">${shapes.join("")}</svg></figure>`;
}

function pointsOf(lines: readonly HistoryLine[]): readonly Point[] {
  const scored = lines.flatMap((line) => (line.score === null ? [] : [{ line, score: line.score }]));
  const step = scored.length > 1 ? WIDTH / (scored.length - 1) : 0;
  return scored.map((point, index) => ({
    ...point,
    x: scored.length > 1 ? LEFT + index * step : LEFT + WIDTH / 2,
  }));
}

const yOf = (value: number, scale: Scale): string => (TOP + PLOT * (1 - positionOn(scale, value))).toFixed(1);

const xOf = (point: Point): string => `${point.x.toFixed(2)}%`;

function gridLine(tick: number, scale: Scale): string {
  const y = yOf(tick, scale);
  return `<line class="grid" x1="0" x2="100%" y1="${y}" y2="${y}"/><text x="0" y="${Number(y) - 4}">${tick.toFixed(2)}</text>`;
}

function trendLines(points: readonly Point[], scale: Scale): readonly string[] {
  return points.slice(1).map((point, index) => {
    const from = points[index] ?? point;
    return stroke("trend", [xOf(from), yOf(from.score, scale)], [xOf(point), yOf(point.score, scale)]);
  });
}

/** Steps: a threshold holds until the run that was judged by another one. */
function thresholdLines(points: readonly Point[], scale: Scale): readonly string[] {
  return points.slice(1).flatMap((point, index) => {
    const from = points[index] ?? point;
    const [before, after] = [yOf(from.line.threshold, scale), yOf(point.line.threshold, scale)];
    const level = stroke("rule", [xOf(from), before], [xOf(point), before]);
    return before === after ? [level] : [level, stroke("rule", [xOf(point), before], [xOf(point), after])];
  });
}

function stroke(kind: string, from: readonly [string, string], to: readonly [string, string]): string {
  return `<line class="${kind}" x1="${from[0]}" y1="${from[1]}" x2="${to[0]}" y2="${to[1]}"/>`;
}

function marker({ line, score, x }: Point, scale: Scale): string {
  const words = `${line.version} · ${formatScore(score)} · ${verdictWords(line.verdict)} · ${formatTime(line.at)} UTC`;
  const place = `cx="${x.toFixed(2)}%" cy="${yOf(score, scale)}"`;
  return `<circle class="dot ${verdictTone(line.verdict)}" ${place} r="4.5"><title>${escapeHtml(words)}</title></circle>`;
}

function versionLabels(points: readonly Point[]): readonly string[] {
  const least = 9;
  const shown: Point[] = [];
  for (const [index, point] of points.entries()) {
    const changed = index === 0 || point.line.version !== points[index - 1]?.line.version;
    if (changed && point.x - (shown.at(-1)?.x ?? -least) >= least) shown.push(point);
  }
  return shown.map((point) => {
    const anchor = point.x > 90 ? "end" : point.x < 10 ? "start" : "middle";
    return `<text x="${xOf(point)}" y="${HEIGHT - 8}" text-anchor="${anchor}">${escapeHtml(point.line.version)}</text>`;
  });
}
