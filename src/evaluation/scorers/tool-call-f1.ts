import type { Json } from "../../prompts/reading/json.ts";
import type { ScorerType } from "../scoring/scorer.ts";
import { expectationOf, textOf } from "./expectation.ts";
import { quote } from "./finding.ts";
import { mustFit } from "./option-problems.ts";
import { f1OfSets } from "./set-f1.ts";
import { calledName, toolCallsOf } from "./tool-calls.ts";

/**
 * F1 of the names of the tools that were called against those in `value` or `expected` (a list, or a text with commas);
 * neither order nor repetition counts. As promptfoo 0.121 `tool-call-f1`.
 */
export const toolCallF1: ScorerType = {
  type: "tool-call-f1",
  needsExpected: true,
  defaultThreshold: 1,
  options: ["value"],
  aggregates: [],
  check: mustFit("value", (value) => wantedNames(value).size > 0, "Write a list of tool names."),
  prepare: (options) => (input) => {
    const wanted = wantedNames(expectationOf(options, input.example));
    const called = (toolCallsOf(input) ?? []).map(calledName).filter((name) => name !== undefined);
    const value = f1OfSets(new Set(called), wanted);
    return { value, why: `called ${quote(called)}, wanted ${quote([...wanted])}` };
  },
};

function wantedNames(value: unknown): ReadonlySet<string> {
  const parts = Array.isArray(value)
    ? (value as readonly Json[]).map(textOf)
    : String(value ?? "").split(",");
  return new Set(parts.map((part) => part.trim()).filter((part) => part !== ""));
}
