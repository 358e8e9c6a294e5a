import type { ScorerType } from "../scoring/scorer.ts";
import { binaryFinding } from "./finding.ts";

/** The answer has a character that is not blank. */
export const notEmpty: ScorerType = {
  type: "not-empty",
  needsExpected: false,
  defaultThreshold: 1,
  options: [],
  aggregates: [],
  check: () => [],
  prepare: () => (input) => {
    const holds = input.text.trim() !== "";
    return binaryFinding(holds, holds ? "there is an answer" : "the answer is empty");
  },
};
