import { proportion, ratio } from "../scoring/aggregates.ts";
import type { ScorerType } from "../scoring/scorer.ts";
import { acceptedValues, expectationOf, textOf } from "./expectation.ts";
import { quote } from "./finding.ts";
import { isText, mustFit } from "./option-problems.ts";

/**
 * F1 of the words shared with `value` or `expected`, and exact match, both after SQuAD 1.1's normalisation (lower case, no
 * ASCII punctuation, no articles, single blanks); of several accepted answers the best for each. To the letter of
 * `evaluate-v1.1.py`, https://github.com/allenai/bi-att-flow/blob/master/squad/evaluate-v1.1.py: two empty texts match
 * exactly and share no word.
 */
export const tokenF1: ScorerType = {
  type: "token-f1",
  needsExpected: true,
  defaultThreshold: 1,
  options: ["value"],
  aggregates: [ratio("f1", { f1: 1 }, { answers: 1 }), proportion("exact_match", "exact_match")],
  check: mustFit("value", isText, "Write the answer."),
  prepare: (options) => (input) => {
    const accepted = acceptedValues(expectationOf(options, input.example) ?? "").map(textOf);
    const found = normaliseAnswer(input.text);
    const value = Math.max(...accepted.map((one) => sharedF1(found, normaliseAnswer(one))));
    const isExact = accepted.some((one) => normaliseAnswer(one) === found);
    const counts = { answers: 1, f1: value, ...(isExact ? { exact_match: 1 } : {}) };
    return { value, why: `found ${quote(input.text)}, wanted ${quote(accepted)}`, counts };
  },
};

/** Articles are whole words in any script, as Python's `\b` has it; JavaScript's `\b` knows ASCII letters only. */
function normaliseAnswer(text: string): string {
  return text
    .toLowerCase()
    .replace(/[!-/:-@[-`{-~]/g, "")
    .replace(/(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu, " ")
    .split(/\s+/)
    .filter((word) => word !== "")
    .join(" ");
}

function sharedF1(found: string, wanted: string): number {
  const [foundWords, wantedWords] = [wordsOf(found), wordsOf(wanted)];
  const left = new Map<string, number>();
  for (const word of wantedWords) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of foundWords) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    left.set(word, count - 1);
    shared += 1;
  }
  return shared === 0 ? 0 : (2 * shared) / (foundWords.length + wantedWords.length);
}

const wordsOf = (normalised: string): readonly string[] => (normalised === "" ? [] : normalised.split(" "));
