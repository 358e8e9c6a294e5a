import { compileSchema, type SchemaFault } from "../../prompts/adapters/json-schema.ts";
import { isJsonObject, type Json, type JsonObject } from "../../prompts/reading/json.ts";
import type { ScorerType } from "../scoring/scorer.ts";
import { binaryFinding, firstFew } from "./finding.ts";
import { mustBeSchema } from "./option-problems.ts";

/** The whole answer is JSON and fits the schema in `value`, where there is one. As promptfoo 0.121 `is-json`. */
export const isJson: ScorerType = {
  type: "is-json",
  needsExpected: false,
  defaultThreshold: 1,
  options: ["value"],
  aggregates: [],
  check: mustBeSchema("value"),
  prepare: (options) => {
    const faultsOf = schemaFaults(options);
    return (input) => {
      if (input.value === undefined) return binaryFinding(false, "the answer is not JSON");
      const faults = faultsOf(input.value);
      return binaryFinding(faults.length === 0, faults.length === 0 ? "valid JSON" : firstFew(faults));
    };
  },
};

/** How a value breaks the schema in the option `value`, a sentence each; never, where there is none. */
export function schemaFaults(options: JsonObject): (value: Json) => readonly string[] {
  const schema = options["value"];
  if (!isJsonObject(schema)) return () => [];
  const check = compileSchema(schema);
  return (value) => check(value).map(describe);
}

const describe = (fault: SchemaFault): string =>
  `${["", ...fault.keys].join("/") || "the answer"} ${fault.wanted}`;
