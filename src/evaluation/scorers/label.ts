import type { JsonObject } from "../../prompts/reading/json.ts";
import { macroF1, proportion } from "../scoring/aggregates.ts";
import { confusionCount } from "../scoring/confusion-matrix.ts";
import type { Finding, ScorerType } from "../scoring/scorer.ts";
import { acceptedValues, expectationOf, textOf } from "./expectation.ts";
import { quote } from "./finding.ts";
import { NORMALISATIONS, normaliserOf } from "./normalisation.ts";
import { checkAll, isText, isTextList, mustBeOneOf, mustFit } from "./option-problems.ts";

/** In UTF-16 units; a longer answer is no label of anybody and is clipped in the counts. */
const LONGEST_LABEL = 200;

/**
 * One label of several. `labels` are the known ones, `normalise` is none, trim (default) or casefold. An answer outside
 * the known labels is wrong, but no label of its own. `macro_f1` is scikit-learn 1.7's `f1_score(average="macro",
 * labels=<those that are expected somewhere>)`; a JSON string is taken without its quotes.
 */
export const label: ScorerType = {
  type: "label",
  needsExpected: true,
  defaultThreshold: 1,
  options: ["value", "labels", "normalise"],
  aggregates: [proportion("accuracy", "correct"), macroF1(["tp", "fn"])],
  check: checkAll(
    mustFit("value", isText, "Write the label."),
    mustFit("labels", isTextList, "Write a list of labels."),
    mustBeOneOf("normalise", NORMALISATIONS),
  ),
  prepare: (options) => {
    const canonical = canonicaliser(options);
    return (input) => {
      const accepted = acceptedValues(expectationOf(options, input.example) ?? "").map((one) =>
        canonical(textOf(one)),
      );
      const found = canonical(typeof input.value === "string" ? input.value : input.text);
      return judge(found, accepted);
    };
  },
};

/** Known labels are shown as they are written in `labels`. */
function canonicaliser(options: JsonObject): (text: string) => string {
  const normalise = normaliserOf(options["normalise"], "trim");
  const labels = isTextList(options["labels"]) ? options["labels"] : [];
  const known = new Map(labels.map((one) => [normalise(one), one]));
  return (text) => known.get(normalise(text)) ?? normalise(text);
}

function judge(found: string, accepted: readonly string[]): Finding {
  const isCorrect = accepted.includes(found);
  const wanted = isCorrect ? found : (accepted[0] ?? "");
  const cell = confusionCount(wanted, found.slice(0, LONGEST_LABEL));
  if (isCorrect) {
    return { value: 1, why: `found ${quote(found)}`, counts: { correct: 1, [`tp:${found}`]: 1, [cell]: 1 } };
  }
  return {
    value: 0,
    why: `found ${quote(found)}, wanted ${accepted.map((one) => quote(one)).join(" or ")}`,
    counts: { [`fn:${wanted}`]: 1, [`fp:${found.slice(0, LONGEST_LABEL)}`]: 1, [cell]: 1 },
  };
}
