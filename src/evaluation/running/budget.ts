/**
 * Money of one run, in US dollars. A call reserves its upper bound first and settles what it cost afterwards, so that no
 * order of events spends more than the limit.
 */
export interface Budget {
  readonly limitUsd: number;
  readonly spentUsd: number;
  /** Waits while open reservations may still give money back; false where the limit can no longer hold the amount. */
  reserve(usd: number): Promise<boolean>;
  /** Gives a reservation back and books what was really spent. */
  settle(reservedUsd: number, spentUsd: number): void;
}

/** Sums of binary fractions: equal to the limit is within it. */
const ROUNDING_USD = 1e-9;

/** Without a limit everything is granted and still counted. `spentBeforeUsd`: what a resumed run had spent already. */
export function createBudget(limitUsd = Number.POSITIVE_INFINITY, spentBeforeUsd = 0): Budget {
  let spent = spentBeforeUsd;
  let reserved = 0;
  let open = 0;
  const waiting: (() => void)[] = [];
  return {
    limitUsd,
    get spentUsd() {
      return spent;
    },
    async reserve(usd) {
      while (spent + reserved + usd > limitUsd + ROUNDING_USD) {
        if (open === 0) return false;
        await new Promise<void>((wake) => waiting.push(wake));
      }
      reserved += usd;
      open += 1;
      return true;
    },
    settle(reservedUsd, spentUsd) {
      open -= 1;
      reserved = open === 0 ? 0 : reserved - reservedUsd;
      spent += spentUsd;
      for (const wake of waiting.splice(0)) wake();
    },
  };
}
