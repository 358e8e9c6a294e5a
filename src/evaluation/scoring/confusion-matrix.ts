import { compareText } from "../../prompts/problem.ts";
import type { Result } from "../result.ts";

export interface ConfusionCell {
  readonly expected: string;
  /** At most 200 characters of what was answered. */
  readonly found: string;
  readonly count: number;
}

/** How often a `label` scorer saw each answer for each expected label; every scored repeat counts. Sorted by label. */
export function confusionMatrix(results: readonly Result[], scorer: string): readonly ConfusionCell[] {
  const counts = new Map<string, number>();
  for (const score of results.flatMap((result) => result.scores)) {
    if (score.scorer !== scorer || score.kind === "unscored") continue;
    for (const [key, count] of Object.entries(score.counts ?? {})) {
      if (key.startsWith(CELL)) counts.set(key, (counts.get(key) ?? 0) + count);
    }
  }
  return [...counts].map(cellOf).sort(byLabel);
}

const CELL = "cell:";

/** The name of the count for one cell. */
export function confusionCount(expected: string, found: string): string {
  return `${CELL}${JSON.stringify([expected, found])}`;
}

function cellOf([key, count]: readonly [string, number]): ConfusionCell {
  const [expected = "", found = ""] = JSON.parse(key.slice(CELL.length)) as readonly string[];
  return { expected, found, count };
}

const byLabel = (a: ConfusionCell, b: ConfusionCell): number =>
  compareText(a.expected, b.expected) || compareText(a.found, b.found);
