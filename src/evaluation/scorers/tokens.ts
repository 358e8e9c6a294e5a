import { withinLimit } from "./within-limit.ts";

/** Prompt and answer together have at most `threshold` tokens; unscored where the provider did not count. */
export const tokens = withinLimit({
  type: "tokens",
  unit: "tokens",
  amountOf: ({ answer }) =>
    answer.usage === undefined ? undefined : answer.usage.tokens_in + answer.usage.tokens_out,
});
