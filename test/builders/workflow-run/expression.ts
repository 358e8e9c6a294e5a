import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import { isJsonObject, type Json, type JsonObject } from "../../../src/prompts/reading/json.ts";

/** What `success()`, `failure()`, `always()` and `cancelled()` answer at one place of a run. */
export interface StatusFunctions {
  readonly success: boolean;
  readonly failure: boolean;
  readonly cancelled: boolean;
}

export interface ExpressionScope {
  /** `github`, `needs`, `inputs` and so on. A name that is not here is an error, as it is for GitHub. */
  readonly contexts: JsonObject;
  readonly status: StatusFunctions;
}

const EXPRESSION = /\$\{\{([\s\S]*?)\}\}/g;
const STATUS_CALL = /\b(success|failure|always|cancelled)\s*\(/i;

/** A text with its `${{ }}` replaced; one expression alone keeps its type. Throws for what GitHub refuses. */
export function evaluateText(text: string, scope: ExpressionScope): Json {
  const alone = /^\$\{\{([\s\S]*)\}\}$/.exec(text.trim())?.[1];
  if (alone !== undefined && !alone.includes("${{")) return toJson(evaluate(alone, scope));
  return text.replace(EXPRESSION, (_, inner: string) => evaluate(inner, scope).coerceString());
}

/** The same for every text inside a value. */
export function evaluateWithin(value: Json, scope: ExpressionScope): Json {
  if (typeof value === "string") return evaluateText(value, scope);
  if (Array.isArray(value)) return value.map((each) => evaluateWithin(each, scope));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, each]) => [key, evaluateWithin(each, scope)] as const);
  return Object.fromEntries(entries);
}

/** As a variable or an input holds it: null is empty, objects are JSON. */
export function asText(value: Json): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The same for the values of an object; nothing for anything else. */
export const asTexts = (value: Json): Readonly<Record<string, string>> =>
  isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, asText(each)]))
    : {};

/** Whether an `if` holds. Without a status function it means "and nothing before it failed". */
export function isMet(condition: Json | undefined, scope: ExpressionScope): boolean {
  const text = condition === undefined ? "" : asText(condition);
  const bare = (/^\s*\$\{\{([\s\S]*)\}\}\s*$/.exec(text)?.[1] ?? text).trim();
  if (bare === "") return scope.status.success;
  const whole = STATUS_CALL.test(bare) ? bare : `success() && (${bare})`;
  const value = toJson(evaluate(whole, scope));
  return !(value === null || value === false || value === 0 || value === "");
}

function evaluate(expression: string, { contexts, status }: ExpressionScope): data.ExpressionData {
  const known = Object.entries({ ...status, always: true }).map(([name, value]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  }));
  const { tokens } = new Lexer(expression).lex();
  const parsed = new Parser(tokens, Object.keys(contexts), known).parse();
  const values: unknown = JSON.parse(JSON.stringify(contexts), data.reviver);
  const functions = new Map(known.map((each) => [each.name, each]));
  return new Evaluator(parsed, values as data.Dictionary, functions).evaluate();
}

const toJson = (value: data.ExpressionData): Json =>
  JSON.parse(JSON.stringify(value, data.replacer) ?? "null") as Json;
