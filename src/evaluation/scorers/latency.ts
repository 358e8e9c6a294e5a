import { withinLimit } from "./within-limit.ts";

/** The successful call took at most `threshold` milliseconds; unscored for a cached answer. As promptfoo 0.121 `latency`. */
export const latency = withinLimit({
  type: "latency",
  unit: "milliseconds",
  amountOf: (input) => (input.cached === true ? undefined : input.answer.latencyMs),
});
