import { type ExampleRow, exampleRows } from "./example-rows.ts";
import type { ReportedRun } from "./reported-run.ts";

/** The examples that a reader looks at first, under the name that they have in the report. */
export interface ChangedExamples {
  readonly heading: "Newly failing" | "Worse" | "Failing";
  /** What no scorer saw (errors), or does not count, is not among them. */
  readonly toMend: readonly ExampleRow[];
  /** Failed before and pass now, in example order. */
  readonly newlyPassing: readonly ExampleRow[];
}

/**
 * To mend are the newly failing ones, the largest fall first; where there is none, those whose score fell; where no
 * arm was compared, all that fail.
 */
export function changedExamples(run: ReportedRun): ChangedExamples {
  const { exceptions = {} } = run.report;
  const rows = exampleRows(run).filter(({ id }) => !("quarantined_until" in (exceptions[id] ?? {})));
  const changed = (change: ExampleRow["change"]): readonly ExampleRow[] =>
    rows.filter((row) => row.change === change);
  const newlyPassing = changed("newly_passing");
  if (run.baselineResults === undefined) {
    return { heading: "Failing", toMend: rows.filter((row) => row.status === "failed"), newlyPassing };
  }
  const failing = changed("newly_failing");
  const worse = failing.length > 0 ? [] : changed("worse");
  if (worse.length > 0) return { heading: "Worse", toMend: byFall(worse), newlyPassing };
  return { heading: "Newly failing", toMend: byFall(failing), newlyPassing };
}

const byFall = (rows: readonly ExampleRow[]): readonly ExampleRow[] =>
  [...rows].sort((a, b) => fall(b) - fall(a));

const fall = (row: ExampleRow): number => (row.valueBefore ?? 0) - (row.value ?? 0);
