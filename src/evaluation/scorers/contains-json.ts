import type { ScorerType } from "../scoring/scorer.ts";
import { binaryFinding, firstFew } from "./finding.ts";
import { schemaFaults } from "./is-json.ts";
import { jsonInText } from "./json-in-text.ts";
import { mustBeSchema } from "./option-problems.ts";

/**
 * Somewhere in the answer stands a JSON object or list, and it fits the schema in `value`, where there is one; of several
 * one suffices. As promptfoo 0.121 `contains-json`.
 */
export const containsJson: ScorerType = {
  type: "contains-json",
  needsExpected: false,
  defaultThreshold: 1,
  options: ["value"],
  aggregates: [],
  check: mustBeSchema("value"),
  prepare: (options) => {
    const faultsOf = schemaFaults(options);
    return (input) => {
      const found = jsonInText(input.text);
      if (found.length === 0) return binaryFinding(false, "no JSON object or list in the answer");
      const faults = found.map(faultsOf);
      const holds = faults.some((ofOne) => ofOne.length === 0);
      return binaryFinding(holds, holds ? "valid JSON in the answer" : firstFew(faults[0] ?? []));
    };
  },
};
