import { needsExpected } from "../../evaluation/scoring/scorer-checks.ts";
import type { Example } from "../../prompts/examples/example.ts";
import type { LocatedExample } from "../../prompts/examples/examples-file.ts";
import type { ScorerConfig } from "../../prompts/metadata.ts";
import type { Problem } from "../../prompts/problem.ts";
import { isJsonObject, type Json, type JsonObject } from "../../prompts/reading/json.ts";
import type { TaskCheck } from "../check.ts";
import { mismatch } from "../example-mismatch.ts";
import { expectedVariants } from "../expected-variants.ts";
import { lenientSchema } from "../lenient-schema.ts";
import { usableSchema } from "../usable-schema.ts";

/** Every example has the `expected` that its scorers need, and what it expects is something that the output may be. */
export const checkExpected: TaskCheck = ({ task }) => {
  const metadata = task.metadata?.value;
  if (metadata === undefined) return [];
  const { scorers } = metadata.evaluation;
  const taskNeeds = needsExpected(scorers);
  const fits = fitCheck(metadata.output, scorers);
  return task.examples.flatMap((located) => {
    const { example } = located;
    if (example.expected !== undefined) return fits(located, example.expected);
    return taskNeeds || needsExpected(ownScorers(example)) ? [missing(located)] : [];
  });
};

const ownScorers = ({ assert = [], messages = [] }: Example): readonly ScorerConfig[] => [
  ...assert,
  ...messages.flatMap((message) => message.assert ?? []),
];

const missing = ({ example, file, line }: LocatedExample): Problem => ({
  ...file.positions(line).placeOf([]),
  code: "example-mismatch",
  severity: "error",
  found: `example "${example.id}" has no "expected", which the task's scorers need`,
  fix: 'Add "expected".',
});

function fitCheck(
  output: JsonObject,
  scorers: readonly ScorerConfig[],
): (located: LocatedExample, expected: Json) => readonly Problem[] {
  const whole = usableSchema(output);
  if ("invalid" in whole) return () => [];
  const absent = absentTexts(scorers);
  return (located, expected) => {
    if (isComparable(expected, output) && whole.check(expected).length === 0) return [];
    return expectedVariants(expected, absent)
      .filter((value) => isComparable(value, output) && whole.check(value).length > 0)
      .flatMap((value) => problemsOf(located, value, lenientSchema(output)))
      .filter(isFirstOfItsKind);
  };
}

/** What is no whole answer may still be parts of one. */
function problemsOf(located: LocatedExample, value: Json, parts: JsonObject): readonly Problem[] {
  const usable = usableSchema(parts);
  if ("invalid" in usable) return [];
  return usable.check(value).map((fault) => mismatch(located, { root: "expected", schema: "output", fault }));
}

/** Variants of one example repeat what they have in common. */
const isFirstOfItsKind = (problem: Problem, at: number, all: readonly Problem[]): boolean =>
  all.findIndex(({ column, found }) => column === problem.column && found === problem.found) === at;

/**
 * Objects and lists are held against a schema of their own type. A text may be any part of the answer, so that only a
 * closed list of answers can refuse it; a number may be read out of a text.
 */
function isComparable(value: Json, output: JsonObject): boolean {
  const types = [output["type"] ?? []].flat();
  if (isJsonObject(value)) return types.length === 0 || types.includes("object");
  if (Array.isArray(value)) return types.includes("array");
  return typeof value === "string" && (types.length === 0 || types.includes("string")) && isClosed(output);
}

/** Whether a schema lists all answers that there may be: `enum`, `const`, or alternatives that do. */
function isClosed(schema: Json): boolean {
  if (!isJsonObject(schema)) return false;
  if (schema["enum"] !== undefined || schema["const"] !== undefined) return true;
  const alternatives = schema["oneOf"] ?? schema["anyOf"];
  return Array.isArray(alternatives) && alternatives.length > 0 && alternatives.every(isClosed);
}

function absentTexts(scorers: readonly ScorerConfig[]): ReadonlySet<string> {
  const fields = scorers.filter(({ type }) => type === "fields");
  return new Set(fields.flatMap(({ absent }) => (Array.isArray(absent) ? absent.map(String) : [""])));
}
