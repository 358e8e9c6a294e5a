import { compileSchema, InvalidSchema } from "../../prompts/adapters/json-schema.ts";
import { compilePattern, InvalidPattern } from "../../prompts/adapters/regular-expression.ts";
import { isJsonObject, type JsonObject } from "../../prompts/reading/json.ts";
import type { ConfigProblem } from "../scoring/scorer.ts";
import { quote } from "./finding.ts";

type OptionCheck = (options: JsonObject) => readonly ConfigProblem[];

const NO_PROBLEMS: readonly ConfigProblem[] = [];

/** Joins checks of single options. */
export function checkAll(...checks: readonly OptionCheck[]): OptionCheck {
  return (options) => checks.flatMap((check) => check(options));
}

export function mustBePresent(name: string, fix: string): OptionCheck {
  return (options) =>
    options[name] === undefined ? [{ path: [], found: `the option "${name}" is missing`, fix }] : NO_PROBLEMS;
}

/** An absent option is no problem. */
export function mustFit(name: string, fits: (value: unknown) => boolean, fix: string): OptionCheck {
  return (options) => {
    const value = options[name];
    if (value === undefined || fits(value)) return NO_PROBLEMS;
    return [{ path: [name], found: `"${name}" is ${quote(value)}`, fix }];
  };
}

export function mustBeOneOf(name: string, allowed: readonly string[]): OptionCheck {
  const isAllowed = (value: unknown): boolean => typeof value === "string" && allowed.includes(value);
  return mustFit(name, isAllowed, `Write one of: ${allowed.join(", ")}.`);
}

export function mustBePattern(name: string): OptionCheck {
  return (options) => {
    const source = options[name];
    if (source === undefined) return NO_PROBLEMS;
    if (typeof source !== "string") return [patternProblem(name, `"${name}" is ${quote(source)}`)];
    try {
      compilePattern(source);
      return NO_PROBLEMS;
    } catch (error) {
      if (!(error instanceof InvalidPattern)) throw error;
      return [patternProblem(name, error.message)];
    }
  };
}

const patternProblem = (name: string, found: string): ConfigProblem => ({
  path: [name],
  found,
  fix: "Write a regular expression without lookahead and backreferences.",
});

/** Remote references count as a problem: they are never fetched. */
export function mustBeSchema(name: string): OptionCheck {
  return (options) => {
    const schema = options[name];
    if (schema === undefined) return NO_PROBLEMS;
    const fix = "Write a JSON Schema 2020-12 that refers to nothing outside itself.";
    if (!isJsonObject(schema)) return [{ path: [name], found: `"${name}" is ${quote(schema)}`, fix }];
    try {
      compileSchema(schema);
      return NO_PROBLEMS;
    } catch (error) {
      if (!(error instanceof InvalidSchema)) throw error;
      return [{ path: [name, ...error.keys], found: `the schema cannot be used: ${error.message}`, fix }];
    }
  };
}

export const isText = (value: unknown): value is string => typeof value === "string";
export const isTextList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(isText);
export const isAmount = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value) && value >= 0;
export const isCount = (value: unknown): value is number => isAmount(value) && Number.isInteger(value);
