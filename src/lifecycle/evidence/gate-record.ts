import type { JudgedBy } from "../../evaluation/report.ts";
import type { ExampleException } from "../../prompts/examples/example-exceptions.ts";

/** By what a version was, or would be, let through. */
export interface GateRecord {
  readonly metric: string;
  readonly threshold: number;
  /** Digest of the scorers' configuration and files. */
  readonly scorers: string;
  readonly examples: {
    readonly count: number;
    /** Absent where only the count is on record. */
    readonly ids?: ReadonlySet<string>;
  };
  /** By id, the examples that were judged otherwise. */
  readonly exceptions?: Readonly<Record<string, ExampleException>>;
  /** Absent where it is not on record. */
  readonly policy?: JudgedBy;
}
