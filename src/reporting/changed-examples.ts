import type { ExampleRow } from "./example-rows.ts";

/** The examples that a reader looks at first, under the name that they have in the report. */
export interface ChangedExamples {
  readonly heading: "Newly failing" | "Worse" | "Failing";
  readonly rows: readonly ExampleRow[];
}

/**
 * Newly failing ones, the largest fall first; where there is none, those whose score fell; where no arm was compared,
 * all that fail. What no scorer saw (errors) is in none of them.
 */
export function examplesToMend(rows: readonly ExampleRow[], compared: boolean): ChangedExamples {
  if (!compared) return { heading: "Failing", rows: rows.filter((row) => row.status === "failed") };
  const failing = rows.filter((row) => row.change === "newly_failing");
  if (failing.length > 0) return { heading: "Newly failing", rows: byFall(failing) };
  const worse = rows.filter((row) => row.change === "worse");
  return { heading: worse.length > 0 ? "Worse" : "Newly failing", rows: byFall(worse) };
}

/** Examples that failed before and pass now, in example order. */
export function newlyPassing(rows: readonly ExampleRow[]): readonly ExampleRow[] {
  return rows.filter((row) => row.change === "newly_passing");
}

const byFall = (rows: readonly ExampleRow[]): readonly ExampleRow[] =>
  [...rows].sort((a, b) => fall(b) - fall(a));

const fall = (row: ExampleRow): number => (row.valueBefore ?? 0) - (row.value ?? 0);
