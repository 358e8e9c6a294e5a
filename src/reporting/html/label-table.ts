import type { Result } from "../../evaluation/result.ts";
import { type ConfusionCell, confusionMatrix } from "../../evaluation/scoring/confusion-matrix.ts";
import { formatCount } from "../figures.ts";
import { htmlTable } from "./html-table.ts";
import { escapeHtml } from "./html-text.ts";

const MAX_ROWS = 100;

/** What each `label` scorer saw taken for what, the most frequent confusion first; empty where no answer is a label. */
export function labelTables(results: readonly Result[]): string {
  const scorers = new Set(results.flatMap(({ scores }) => scores.map(({ scorer }) => scorer)));
  return [...scorers].map((scorer) => labelTable(scorer, confusionMatrix(results, scorer))).join("");
}

function labelTable(scorer: string, cells: readonly ConfusionCell[]): string {
  if (cells.length === 0) return "";
  const ordered = [...cells].sort((a, b) => Number(isRight(a)) - Number(isRight(b)) || b.count - a.count);
  const rows = ordered
    .slice(0, MAX_ROWS)
    .map((cell) => [isRight(cell) ? "" : "✘", cell.expected, cell.found, formatCount(cell.count)]);
  const table = htmlTable(["", "Expected", "Answered", "Answers"], rows);
  return `<section><h2>Labels: ${escapeHtml(scorer)}</h2>${table}</section>`;
}

const isRight = ({ expected, found }: ConfusionCell): boolean => expected === found;
