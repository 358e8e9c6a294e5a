import type { Goal } from "./comparison.ts";
import type { RowResult } from "./row.ts";

/** Results as lines of aligned columns: ratio, goal, whether it is met, medians. */
export function renderTable(results: readonly RowResult[]): string {
  const rows = [["row", "ratio", "goal", "", "this", "reference", "load"], ...results.map(cells)];
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function cells({ name, comparison, goal, unit, load }: RowResult): readonly string[] {
  const { ratio, isMet, thing, reference } = comparison;
  return [
    name,
    ratio.toFixed(3),
    goalText(goal),
    isMet ? "met" : "MISSED",
    `${figure(thing)} ${unit}`,
    `${figure(reference)} ${unit}`,
    load.before.toFixed(1),
  ];
}

const goalText = ({ kind, ratio }: Goal): string => `${kind === "most" ? "<=" : ">="} ${ratio}`;

const figure = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
