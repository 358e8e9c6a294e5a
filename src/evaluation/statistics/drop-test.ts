import type { BaselineReport } from "../report.ts";
import type { Resampling } from "./draws.ts";
import { mcnemarPValue } from "./mcnemar.ts";
import { countChanges, type Pairs } from "./pairs.ts";
import { signFlipTest } from "./sign-flip.ts";

export interface DropTest {
  /** One-sided: the probability of such a drop if nothing had changed. */
  readonly pValue: number;
  readonly test: NonNullable<BaselineReport["test"]>;
  readonly better: number;
  readonly worse: number;
}

/** Tests a drop from the first arm to the second: McNemar where both are 0/1 outcomes, else by exchanging rows. */
export function testDrop(pairs: Pairs, how: Resampling): DropTest {
  const changes = countChanges(pairs);
  if (pairs.before.binary && pairs.after.binary) {
    return { ...changes, pValue: mcnemarPValue(changes.worse, changes.better), test: "mcnemar_exact" };
  }
  const { pValue, exact } = signFlipTest(pairs, how);
  return { ...changes, pValue, test: exact ? "sign_flip_exact" : "sign_flip_permutation" };
}
