import type { Pattern, PatternMatch } from "../../prompts/adapters/regular-expression.ts";
import type { Json, JsonObject } from "../../prompts/reading/json.ts";
import { shapeOf } from "./example-shape.ts";
import { bordersAfter, bordersBefore, type Span } from "./word-borders.ts";

/** A part of the text that may be the value of a property. */
export interface Candidate extends Span {
  readonly value: Json;
  /** `number`: any number of the text, no evidence by itself. `shape`: it looks as the schema says. */
  readonly kind: "number" | "shape";
}

export type Compile = (source: string) => Pattern;

const LONGEST_CODE = 20;
const NUMBER = /(?:(?<=^|[\s(])-)?\d+(?:[.,]\d+)?/gu;

/**
 * Candidates for a string or number schema, in text order: numbers for a number, else matches of `pattern`, else of
 * the `examples` verbatim or generalised. A string schema with neither has none.
 */
export function candidatesOf(schema: JsonObject, raw: string, compile: Compile): readonly Candidate[] {
  if (isNumeric(schema))
    return numbersIn(raw).filter((found) => schema["type"] !== "integer" || isWhole(found));
  const pattern = schema["pattern"];
  const matches = typeof pattern === "string" ? patternMatches(pattern, raw, compile) : [];
  return matches.length > 0 ? matches : exampleMatches(schema["examples"], raw, compile);
}

export function isNumeric(schema: JsonObject): boolean {
  return schema["type"] === "number" || schema["type"] === "integer";
}

function isWhole(found: Candidate): boolean {
  return Number.isInteger(found.value);
}

/**
 * A comma is read as a decimal point; so is a point between thousands, which the reader cannot know. Digits of a code
 * (`RM1A23`, `05A6`) are no numbers; one run of letters before or behind is a name or a unit (`DN15`, `24VDC`).
 */
function numbersIn(raw: string): readonly Candidate[] {
  const matches = [...raw.matchAll(NUMBER)].filter((match) => !isInCode(raw, match));
  return matches.map((match) => ({
    kind: "number",
    value: Number(match[0].replace(",", ".")),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function isInCode(raw: string, match: RegExpExecArray): boolean {
  const before = /(\d?)(\p{L}*)$/u.exec(raw.slice(Math.max(0, match.index - LONGEST_CODE), match.index));
  const behind = /^(\p{L}*)(\d?)/u.exec(raw.slice(match.index + match[0].length).slice(0, LONGEST_CODE));
  const letters = [before?.[2] ?? "", behind?.[1] ?? ""];
  const digits = [before?.[1] ?? "", behind?.[2] ?? ""];
  return letters.every((run) => run !== "") || letters.some((run, side) => run !== "" && digits[side] !== "");
}

/** `^...$` means the edges of the value, so in a text it means edges of words. A capture group is the value. */
function patternMatches(pattern: string, raw: string, compile: Compile): readonly Candidate[] {
  const anchored = pattern.startsWith("^") && pattern.endsWith("$") && !pattern.endsWith("\\$");
  if (!anchored) return allMatches(compile(pattern), raw, () => true);
  return wholeWordMatches(`(?:${pattern.slice(1, -1)})`, raw, compile);
}

function exampleMatches(examples: Json | undefined, raw: string, compile: Compile): readonly Candidate[] {
  const texts = Array.isArray(examples) ? examples.filter((example) => typeof example === "string") : [];
  return texts.length === 0 ? [] : wholeWordMatches(texts.map(shapeOf).join("|"), raw, compile);
}

function wholeWordMatches(source: string, raw: string, compile: Compile): readonly Candidate[] {
  return allMatches(compile(source), raw, (span) => bordersBefore(raw, span) && bordersAfter(raw, span));
}

function allMatches(
  expression: Pattern,
  raw: string,
  accepts: (span: Span) => boolean,
): readonly Candidate[] {
  const found: Candidate[] = [];
  let from = 0;
  for (
    let match = expression.firstMatch(raw);
    match !== undefined;
    match = expression.firstMatch(raw.slice(from))
  ) {
    const start = from + match.index;
    const span = { start, end: start + match.text.length };
    const accepted = match.text !== "" && accepts(span);
    if (accepted) found.push({ kind: "shape", value: capturedText(match), ...span });
    from = accepted ? span.end : start + 1;
    if (from >= raw.length) break;
  }
  return found;
}

function capturedText(match: PatternMatch): string {
  return match.groups.find((group) => group !== undefined) ?? match.text;
}
