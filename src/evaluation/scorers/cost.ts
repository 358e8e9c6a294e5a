import { withinLimit } from "./within-limit.ts";

/** The call cost at most `threshold` US dollars; unscored where the cost is unknown. As promptfoo 0.121 `cost`. */
export const cost = withinLimit({
  type: "cost",
  unit: "US dollars",
  amountOf: (input) => input.costUsd ?? undefined,
});
