import { firstOfEquals } from "../prompts/reading/first-of-equals.ts";
import type { Usage } from "./request.ts";
import type { Result, Score } from "./result.ts";

/**
 * Results without their texts: all that metrics, tests and counts need. What was answered and why it was scored so stays on
 * disk, and what is scored alike is held once, so that a run of many examples fits into memory. Errors keep their message: there are few, or all are the same.
 */
export function createFigures(): (result: Result) => Result {
  const scores = firstOfEquals<readonly Score[]>();
  const usages = firstOfEquals<Usage>();
  const names = firstOfEquals<string>();
  return (result) => ({
    ...result,
    output: null,
    scores: scores(result.scores.map((score) => ({ ...score, why: "" }))),
    usage: result.usage === null ? null : usages(result.usage),
    ...(result.answeredAs === undefined ? {} : { answeredAs: names(result.answeredAs) }),
  });
}
