import type { Finding } from "../scoring/scorer.ts";
import type { Verdict, VerdictKind } from "./verdict.ts";

export const MOST_VOTES = 9;

/** Votes that end on the same side of the threshold as the outcome, over all votes. */
export const AGREEMENT = { name: "agreement", agreed: "agreed", votes: "votes" } as const;

/**
 * Joins an odd number of verdicts: the mean of shares, the majority of anything else. `threshold` says which votes agree with
 * the outcome. The reason is that of the vote nearest to the outcome, the first of equals.
 */
export function joinVotes(verdicts: readonly Verdict[], kind: VerdictKind, threshold: number): Finding {
  const mean = verdicts.reduce((sum, { value }) => sum + value, 0) / verdicts.length;
  const value = kind === "share" ? Math.min(1, mean) : Math.round(mean);
  const agreed = verdicts.filter((each) => each.value >= threshold === value >= threshold).length;
  const counts = { [AGREEMENT.agreed]: agreed, [AGREEMENT.votes]: verdicts.length };
  const distance = (each: Verdict): number => Math.abs(each.value - value);
  const [nearest] = verdicts.toSorted((a, b) => distance(a) - distance(b));
  const reason = nearest?.reason ?? "";
  const of = verdicts.length;
  return { value, why: of === 1 ? reason : `${agreed} of ${of} votes agree: ${reason}`, counts };
}
