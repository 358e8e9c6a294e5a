import type { FinishReason } from "../request.ts";
import type { ScorerType } from "../scoring/scorer.ts";
import { binaryFinding } from "./finding.ts";
import { mustBeOneOf } from "./option-problems.ts";

const REASONS: readonly FinishReason[] = [
  "stop",
  "length",
  "content_filter",
  "tool_calls",
  "refusal",
  "unknown",
];

/** The answer ended for the reason `value`, by default `stop`. As promptfoo 0.121 `finish-reason`. */
export const finishReason: ScorerType = {
  type: "finish-reason",
  needsExpected: false,
  defaultThreshold: 1,
  judgesUnfinished: true,
  options: ["value"],
  aggregates: [],
  check: mustBeOneOf("value", REASONS),
  prepare: (options) => {
    const wanted = options["value"] ?? "stop";
    return ({ answer }) =>
      binaryFinding(answer.finishReason === wanted, `ended by ${answer.finishReason}, wanted ${wanted}`);
  },
};
