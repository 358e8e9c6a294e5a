import type { JudgeSpend } from "./judge.ts";

/** Adds up what judging one answer used. */
export interface JudgeTally {
  add(spend: JudgeSpend): void;
  /** Undefined where no judge was asked. */
  total(): JudgeSpend | undefined;
}

export function createJudgeTally(): JudgeTally {
  let total: JudgeSpend | undefined;
  return {
    add: (spend) => {
      total = total === undefined ? spend : addSpend(total, spend);
    },
    total: () => total,
  };
}

/** Unknown as soon as one part is. */
export function addSpend(a: JudgeSpend, b: JudgeSpend): JudgeSpend {
  return {
    usd: a.usd === null || b.usd === null ? null : a.usd + b.usd,
    tokens_in: a.tokens_in + b.tokens_in,
    tokens_out: a.tokens_out + b.tokens_out,
  };
}
