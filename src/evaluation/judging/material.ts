import { isJsonObject, type Json, type JsonObject, ownProperty } from "../../prompts/reading/json.ts";
import { renderText } from "../../prompts/rendering/render.ts";
import { acceptedValues, expectationOf, textOf } from "../scorers/expectation.ts";
import { parsePointer, valueAt } from "../scoring/json-pointer.ts";
import type { ScorerInput } from "../scoring/scorer.ts";
import { JudgeFailure } from "./judge.ts";

/** What a judge prompt can use, and what each placeholder stands for. */
export const MATERIAL = {
  output: "the answer that is judged",
  rubric: "what is asked of it: the scorer's `value`",
  question: "what the answer answers",
  expected: "the reference",
  context: "what the answer may rest on",
} as const;

export type MaterialName = keyof typeof MATERIAL;

/** Inputs that hold the question where they are there, as promptfoo calls them; else the whole input is the question. */
const QUESTION_KEYS = ["query", "question"] as const;

/** The texts that a judge is shown. Throws `JudgeFailure` (harness) for one that the example lacks. */
export function materialOf(
  names: readonly MaterialName[],
  options: JsonObject,
  input: Pick<ScorerInput, "text" | "example">,
): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, textFor(name, options, input)]));
}

function textFor(
  name: MaterialName,
  options: JsonObject,
  { text, example }: Pick<ScorerInput, "text" | "example">,
): string {
  switch (name) {
    case "output":
      return text;
    case "rubric":
      return renderText(String(options["value"] ?? ""), example.input);
    case "question":
      return questionOf(options, example);
    case "expected":
      return referenceOf(expectationOf(options, example), example.input);
    case "context":
      return inputPart(options["context"] ?? "context", "context", example.input);
  }
}

function questionOf(options: JsonObject, { input, messages = [] }: ScorerInput["example"]): string {
  const named = options["question"];
  if (named !== undefined) return inputPart(named, "question", input);
  const asked = messages.findLast(({ role }) => role === "user");
  if (asked !== undefined) return asked.content;
  const key = QUESTION_KEYS.find((each) => ownProperty(input, each) !== undefined);
  const values = Object.values(input);
  const only = values.length === 1 ? values[0] : undefined;
  return textOf((key === undefined ? only : ownProperty(input, key)) ?? input);
}

function referenceOf(expected: Json | undefined, input: JsonObject): string {
  if (expected === undefined) throw new JudgeFailure("harness", "the example has no expected value");
  const accepted = acceptedValues(expected).map((each) => renderText(textOf(each), input));
  return accepted.join("\nor\n");
}

/** A property of the input by its name, or any part of it by a JSON Pointer. */
function inputPart(named: Json, option: string, input: JsonObject): string {
  const name = String(named);
  const tokens = name.startsWith("/") ? parsePointer(name) : [name];
  const found = isJsonObject(input) && tokens !== undefined ? valueAt(input, tokens) : undefined;
  if (found === undefined)
    throw new JudgeFailure("harness", `the example's input has no "${name}" for \`${option}\``);
  return Array.isArray(found) && found.every((each) => typeof each === "string")
    ? found.join("\n")
    : textOf(found);
}
