import { compareText } from "../prompts/problem.ts";
import { isJsonObject, type Json } from "../prompts/reading/json.ts";
import { parseJson } from "../prompts/reading/parse-json.ts";

const LINE = 100;
const MAX_DEPTH = 40;

/**
 * JSON for a reader: keys sorted, so that two answers line up in a comparison; whatever fits a line of 100 characters
 * stays on one.
 */
export function readableJson(value: Json): string {
  return write(value, 0);
}

/** The text itself, or its readable form where it is a JSON object or array. */
export function readableAnswer(text: string): string {
  const start = text.trimStart()[0];
  if (start !== "{" && start !== "[") return text;
  const value = parseJson(text);
  return value === undefined ? text : readableJson(value);
}

function write(value: Json, depth: number): string {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return JSON.stringify(value);
  const parts = isJsonObject(value) ? objectParts(value, depth) : value.map((item) => write(item, depth + 1));
  const [open, close] = isJsonObject(value) ? ["{", "}"] : ["[", "]"];
  const line = `${open}${parts.join(", ")}${close}`;
  if (line.length + depth * 2 <= LINE && !line.includes("\n")) return line;
  const indent = "  ".repeat(depth + 1);
  return `${open}\n${parts.map((part) => indent + part).join(",\n")}\n${"  ".repeat(depth)}${close}`;
}

function objectParts(value: { readonly [key: string]: Json }, depth: number): readonly string[] {
  const entries = Object.entries(value).sort(([a], [b]) => compareText(a, b));
  return entries.map(([key, item]) => `${JSON.stringify(key)}: ${write(item, depth + 1)}`);
}

/** The same text without the line breaks that only lay JSON out; line breaks of other texts stay. */
export function onOneLine(text: string): string {
  if (!text.startsWith("{") && !text.startsWith("[")) return text;
  const tight = text.replaceAll(/([{[])\n\s*/g, "$1").replaceAll(/\n\s*([}\]])/g, "$1");
  return tight.replaceAll(/\n\s*/g, " ");
}
