import type { Usage } from "./request.ts";
import type { Result, Score } from "./result.ts";

/** Answers of a run are scored in a few ways; what is scored alike is held once, up to so many ways. */
const MOST_SHARED = 4096;

/**
 * Results without their texts: all that metrics, tests and counts need. What was answered and why it was scored so stays on
 * disk, so that a run of many examples fits into memory. Errors keep their message: there are few, or all are the same.
 */
export function createFigures(): (result: Result) => Result {
  const scores = shared<readonly Score[]>();
  const usages = shared<Usage>();
  const names = shared<string>();
  return (result) => ({
    ...result,
    output: null,
    scores: scores(result.scores.map((score) => ({ ...score, why: "" }))),
    usage: result.usage === null ? null : usages(result.usage),
    ...(result.answeredAs === undefined ? {} : { answeredAs: names(result.answeredAs) }),
  });
}

/** The first of equal values stands for all of them. */
function shared<T>(): (value: T) => T {
  const known = new Map<string, T>();
  return (value) => {
    const key = JSON.stringify(value);
    const same = known.get(key);
    if (same === undefined && known.size < MOST_SHARED) known.set(key, value);
    return same ?? value;
  };
}
