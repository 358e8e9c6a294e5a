import type { JsonObject } from "../../prompts/reading/json.ts";
import { compileJsonPath, InvalidJsonPath } from "../adapters/json-path.ts";
import type { ConfigProblem, ScorerType } from "../scoring/scorer.ts";
import { binaryFinding, quote } from "./finding.ts";
import { EXACT, isAccepted } from "./json-equality.ts";
import { checkAll, mustBePresent } from "./option-problems.ts";

const FIX = "Write a JSONPath such as $.items[*].name as `query`.";

/**
 * The JSONPath `query` (RFC 9535) selects something in the answer: where there is a `value`, something equal to it (an
 * `any_of` accepts each of its values), else anything. `match` and `search` take patterns without lookahead.
 */
export const jsonPath: ScorerType = {
  type: "json-path",
  needsExpected: false,
  defaultThreshold: 1,
  options: ["query", "value"],
  aggregates: [],
  check: checkAll(mustBePresent("query", FIX), checkQuery),
  prepare: (options) => {
    const select = compileJsonPath(String(options["query"]));
    const wanted = options["value"];
    return (input) => {
      if (input.value === undefined) return binaryFinding(false, "the answer is not JSON");
      const selected = select(input.value);
      if (selected.length === 0) return binaryFinding(false, `${options["query"]} selects nothing`);
      const holds = wanted === undefined || selected.some((one) => isAccepted(wanted, one, EXACT));
      const found = `${options["query"]} selects ${selected
        .slice(0, 3)
        .map((one) => quote(one))
        .join(", ")}`;
      return binaryFinding(holds, holds ? found : `${found}, wanted ${quote(wanted)}`);
    };
  },
};

function checkQuery(options: JsonObject): readonly ConfigProblem[] {
  const query = options["query"];
  if (query === undefined) return [];
  if (typeof query !== "string") return [{ path: ["query"], found: `"query" is ${quote(query)}`, fix: FIX }];
  try {
    compileJsonPath(query);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidJsonPath)) throw error;
    return [{ path: ["query"], found: error.message, fix: FIX }];
  }
}
