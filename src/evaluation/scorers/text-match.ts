import type { ScorerType } from "../scoring/scorer.ts";
import { acceptedValues, expectationOf, textOf } from "./expectation.ts";
import { binaryFinding, quote } from "./finding.ts";
import { mustFit } from "./option-problems.ts";

interface TextMatch {
  readonly type: string;
  /** As in "the answer does not <verb> ...". */
  readonly verb: string;
  holds(text: string, wanted: string): boolean;
}

/** A scorer that holds one wanted text against the answer, 0 or 1; of several accepted texts one suffices. */
export function textMatch(match: TextMatch): ScorerType {
  return {
    type: match.type,
    needsExpected: true,
    defaultThreshold: 1,
    options: ["value"],
    aggregates: [],
    check: mustFit("value", isWantable, "Write the text to look for."),
    prepare: (options) => (input) => {
      const expected = expectationOf(options, input.example) ?? "";
      const wanted = acceptedValues(expected).map(textOf);
      const holds = wanted.some((one) => match.holds(input.text, one));
      return binaryFinding(holds, `the answer does${holds ? "" : " not"} ${match.verb} ${quote(expected)}`);
    },
  };
}

const isWantable = (value: unknown): boolean =>
  value !== "" && ["string", "number", "boolean"].includes(typeof value);
