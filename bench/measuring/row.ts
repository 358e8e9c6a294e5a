import type { Comparison, Goal } from "./comparison.ts";
import type { Rounds, Samples } from "./in-turn.ts";

export type Unit = "ms" | "MB" | "requests/s";

/** One line of the table: a thing, what it is measured against, and the goal for the ratio. */
export interface Row {
  readonly name: string;
  readonly what: string;
  readonly against: string;
  readonly goal: Goal;
  readonly unit: Unit;
  readonly rounds: Rounds;
  measure(ground: Ground): Promise<Measured>;
}

/** Where a row may write; removed when the row is done. */
export interface Ground {
  readonly folder: string;
  readonly rounds: Rounds;
}

export interface Measured {
  readonly samples: Samples;
  /** What a reader must know to read the ratio. */
  readonly note?: string;
}

export interface RowResult extends Omit<Row, "measure"> {
  readonly comparison: Comparison;
  readonly note: string;
  /** Of one minute, before the row and after it. */
  readonly load: { readonly before: number; readonly after: number };
}
