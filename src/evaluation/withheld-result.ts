import type { Result, Score } from "./result.ts";

/**
 * What may be kept of a result for personal data: ids, scorer names, values, classes of errors. Answers, reasons, a
 * provider's words and counts stay out, since all of them can quote what a person wrote (a label's counts name it).
 */
export function withheldResult(result: Result): Result {
  const { error } = result;
  return {
    ...result,
    output: null,
    scores: result.scores.map(withheldScore),
    ...(error === undefined ? {} : { error: { ...error, message: error.class } }),
  };
}

function withheldScore(score: Score): Score {
  if (score.kind === "unscored") return { ...score, why: "" };
  const { counts: _, ...kept } = score;
  return { ...kept, why: "" };
}
