import type { Result } from "./result.ts";

/**
 * A result without its texts: all that metrics, tests and counts need. What was answered and why it was scored so stays on
 * disk, so that a run of many examples fits into memory. Errors keep their message: there are few, or all are the same.
 */
export function figuresOf(result: Result): Result {
  const scores = result.scores.map((score) => ({ ...score, why: "" }));
  return { ...result, output: null, scores };
}
