import type { Result } from "../../evaluation/result.ts";

/** What today's scorers make of the answers of a recorded run. */
export interface CheckedAnswers {
  readonly runId: string;
  /** Every row that the run has on record. */
  readonly rows: readonly Result[];
  /** Why the recorded scores cannot be believed, for people, without a final full stop; none where they hold. */
  readonly faults: readonly string[];
  /** `digests` where answers are withheld (personal data), so that nothing could be scored anew. */
  readonly basis: "answers" | "digests";
}
