import { binomialTail } from "./binomial.ts";

/**
 * One-sided exact McNemar test: the probability of at least `worse` losses among `worse + better` examples that
 * differ, if a loss were as likely as a win. Q. McNemar, Psychometrika 12 (1947) 153-157, exact by the sign test.
 */
export function mcnemarPValue(worse: number, better: number): number {
  return binomialTail(worse + better, 0.5, worse);
}
