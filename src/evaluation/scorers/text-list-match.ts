import type { Json } from "../../prompts/reading/json.ts";
import type { ScorerType } from "../scoring/scorer.ts";
import { expectationOf, textOf } from "./expectation.ts";
import { binaryFinding, quote } from "./finding.ts";
import { mustFit } from "./option-problems.ts";

interface TextListMatch {
  readonly type: string;
  readonly needs: "any" | "all";
  holds(text: string, wanted: string): boolean;
}

/** A scorer that holds several wanted texts against the answer, 0 or 1. */
export function textListMatch(match: TextListMatch): ScorerType {
  return {
    type: match.type,
    needsExpected: true,
    defaultThreshold: 1,
    options: ["value"],
    aggregates: [],
    check: mustFit("value", (value) => wantedTexts(value).length > 0, "Write a list of texts to look for."),
    prepare: (options) => (input) => {
      const wanted = wantedTexts(expectationOf(options, input.example));
      if (wanted.length === 0) throw new TypeError("the expected value lists no text");
      const missing = wanted.filter((one) => !match.holds(input.text, one));
      const holds = match.needs === "all" ? missing.length === 0 : missing.length < wanted.length;
      return binaryFinding(holds, missing.length === 0 ? "all are there" : `not there: ${quote(missing)}`);
    },
  };
}

/** A list, or one text with commas between its parts; blank parts do not count. */
function wantedTexts(value: unknown): readonly string[] {
  const parts = Array.isArray(value) ? (value as readonly Json[]).map(textOf) : splitText(value);
  return parts.filter((part) => part.trim() !== "");
}

const splitText = (value: unknown): readonly string[] =>
  typeof value === "string" ? value.split(",").map((part) => part.trim()) : [];
