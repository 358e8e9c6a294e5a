import type { EvalReport } from "../../evaluation/report.ts";
import { formatCount, formatScore } from "../figures.ts";
import { clip } from "../printable-text.ts";
import { escapeHtml } from "./html-text.ts";

const MAX_SLICES = 100;

interface Slice {
  readonly tag: string;
  readonly examples: number;
  readonly score: number | null;
}

/** How each tag did, the lowest score first; empty where no example has a tag. */
export function sliceTable({ slices = {}, threshold }: EvalReport): string {
  const rows = Object.entries(slices).map(([tag, slice]) => ({ tag: clip(tag, 60), ...slice }));
  if (rows.length === 0) return "";
  const ordered = [...rows].sort((a, b) => (a.score ?? 2) - (b.score ?? 2)).slice(0, MAX_SLICES);
  const body = ordered.map((slice) => sliceRow(slice, threshold)).join("");
  return `<section><h2>Slices by tag</h2><div class="scroll"><table><thead><tr><th>Tag</th><th class="number">Examples</th><th class="number">Score</th><th>From 0 to 1, threshold dashed</th></tr></thead><tbody>${body}</tbody></table></div></section>`;
}

function sliceRow({ tag, examples, score }: Slice, threshold: number): string {
  return `<tr><td>${escapeHtml(tag)}</td><td class="number">${formatCount(examples)}</td><td class="number">${formatScore(score)}</td><td class="plot">${sliceBar(score, threshold)}</td></tr>`;
}

function sliceBar(score: number | null, threshold: number): string {
  const width = ((score ?? 0) * 100).toFixed(2);
  const x = `${(threshold * 100).toFixed(2)}%`;
  return `<svg height="14" aria-hidden="true"><rect class="bar-ground" width="100%" y="3" height="8" rx="2"/><rect class="bar" width="${width}%" y="3" height="8" rx="2"/><line class="rule" x1="${x}" x2="${x}" y1="0" y2="14"/></svg>`;
}
