import {
  applyEdits,
  findNodeAtLocation,
  modify,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
  visit,
} from "jsonc-parser";
import type { ProblemCode } from "../problem-codes.ts";
import type { Json, JsonObject } from "../reading/json.ts";
import { deepBracketOffset } from "../reading/json-nesting.ts";
import type { KeyPath } from "../reading/parsed-file.ts";
import { RESERVED_KEYS } from "../reading/reserved-keys.ts";
import { isUnfitNumber, MAX_DEPTH, unfitValues } from "../reading/unfit-values.ts";

/** `offset` counts UTF-16 units from the start of the text. */
export interface JsonFault {
  readonly code: ProblemCode;
  readonly offset: number;
  readonly found: string;
  readonly fix: string;
}

export type ParsedJson = { readonly value: Json } | { readonly faults: readonly JsonFault[] };

/**
 * Strict JSON: no comments, no trailing commas, no duplicate or reserved keys, no number that a double cannot hold, no half
 * surrogate pair, at most 100 levels.
 */
export function parseJsonText(text: string): ParsedJson {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return { faults: [depthFault(text) ?? syntaxFault(text)] };
  }
  return isSuspicious(text, value) ? slowly(text, value) : { value };
}

/** Where the value under these keys starts; the nearest one above it where it does not exist. */
export function jsonOffset(text: string, keys: KeyPath): number {
  const root = parseTree(text);
  if (root === undefined) return 0;
  for (let length = keys.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, [...keys.slice(0, length)]);
    if (node !== undefined) return node.offset;
  }
  return root.offset;
}

/** Where the last key itself stands. */
export function jsonKeyOffset(text: string, keys: KeyPath): number {
  const root = parseTree(text);
  const node = root === undefined ? undefined : findNodeAtLocation(root, [...keys]);
  const property: Node | undefined = node?.parent?.type === "property" ? node.parent : node;
  return property?.offset ?? jsonOffset(text, keys);
}

/**
 * The text with these entries added to the object under a key of its root object, which is made where it is missing. Entries
 * that are there stay, and order and indentation are the file's own; only the entry before a new one may be laid out anew, one
 * value a line. Undefined where either is no object.
 */
export function addJsonEntries(
  text: string,
  key: string,
  entries: Readonly<Record<string, string>>,
): string | undefined {
  const faults: ParseError[] = [];
  const root = parseTree(text, faults, { disallowComments: true });
  const target = root === undefined ? undefined : findNodeAtLocation(root, [key]);
  if (faults.length > 0 || root?.type !== "object" || (target ?? root).type !== "object") return undefined;
  const formattingOptions = indentationOf(text);
  return Object.entries(entries).reduce((result, [name, value]) => {
    const node = parseTree(result);
    if (node !== undefined && findNodeAtLocation(node, [key, name]) !== undefined) return result;
    return applyEdits(result, modify(result, [key, name], value, { formattingOptions }));
  }, text);
}

function indentationOf(text: string): {
  readonly insertSpaces: boolean;
  readonly tabSize: number;
  readonly eol: string;
} {
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? "  ";
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  return { insertSpaces: !indent.startsWith("\t"), tabSize: indent.length, eol };
}

/** Cheap test that has no false negatives; a repeated key leaves fewer keys than colons that follow a closing quote. */
function isSuspicious(text: string, value: Json): boolean {
  return HALF_PAIR.test(text) || countKeys(value, 0) !== countColons(text);
}

/** Only an escape can put half of a surrogate pair into decoded text. */
const HALF_PAIR = /\\u[dD][89a-fA-F]/;

/** Colons after a quote that no backslash escapes: those of all keys, and of strings that begin with a colon. */
function countColons(text: string): number {
  let count = 0;
  for (let at = text.indexOf(":"); at >= 0; at = text.indexOf(":", at + 1)) {
    let before = at - 1;
    while (BLANKS.includes(text[before] ?? "x")) before -= 1;
    if (text[before] === '"' && !isEscaped(text, before)) count += 1;
  }
  return count;
}

const BLANKS = " \t\r\n";

function isEscaped(text: string, offset: number): boolean {
  let first = offset;
  while (text[first - 1] === "\\") first -= 1;
  return (offset - first) % 2 === 1;
}

/** All keys of a value; NaN where it is nested too deeply, has a reserved key or a number that a double does not hold. */
function countKeys(value: Json, depth: number): number {
  if (typeof value === "number") return isUnfitNumber(value) ? Number.NaN : 0;
  if (typeof value !== "object" || value === null) return 0;
  if (depth > MAX_DEPTH) return Number.NaN;
  let count = 0;
  if (Array.isArray(value)) {
    for (const child of value as readonly Json[]) count += countKeys(child, depth + 1);
    return count;
  }
  const parent = value as JsonObject;
  for (const key in parent) {
    if (RESERVED_KEYS.includes(key)) return Number.NaN;
    count += 1 + countKeys(parent[key] ?? null, depth + 1);
  }
  return count;
}

function slowly(text: string, value: Json): ParsedJson {
  const deep = depthFault(text);
  if (deep !== undefined) return { faults: [deep] };
  const unfit = unfitValues(value).map(
    ({ keys, found, fix }): JsonFault => ({
      code: "invalid-value",
      offset: jsonOffset(text, keys),
      found,
      fix,
    }),
  );
  const faults = [...keyFaults(text), ...unfit];
  return faults.length > 0 ? { faults } : { value };
}

function depthFault(text: string): JsonFault | undefined {
  const offset = deepBracketOffset(text, MAX_DEPTH);
  if (offset === undefined) return undefined;
  const found = `values nested more than ${MAX_DEPTH} levels deep`;
  return { code: "invalid-value", offset, found, fix: "Write it flatter." };
}

function keyFaults(text: string): readonly JsonFault[] {
  const faults: JsonFault[] = [];
  const open: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => {
      open.push(new Set());
    },
    onObjectEnd: () => {
      open.pop();
    },
    onObjectProperty: (name, offset) => {
      const names = open.at(-1) ?? new Set();
      const fault = keyFault(name, offset, names.has(name));
      if (fault !== undefined) faults.push(fault);
      names.add(name);
    },
  });
  return faults;
}

function keyFault(name: string, offset: number, isRepeated: boolean): JsonFault | undefined {
  if (isRepeated)
    return {
      code: "json-duplicate-key",
      offset,
      found: `duplicate key "${name}"`,
      fix: "Keep one of the two.",
    };
  if (!RESERVED_KEYS.includes(name)) return undefined;
  return { code: "invalid-value", offset, found: `the reserved key "${name}"`, fix: "Rename the key." };
}

function syntaxFault(text: string): JsonFault {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const first = errors[0];
  const word = first === undefined ? "not JSON" : describe(printParseErrorCode(first.error));
  const offset = first?.offset ?? 0;
  const excerpt = text.slice(offset, offset + 20);
  const near = excerpt === "" ? "at the end of the line" : `at \`${excerpt}\``;
  return {
    code: "json-syntax",
    offset,
    found: `malformed JSON, ${word} ${near}`,
    fix: "Write one JSON value a line.",
  };
}

/** `PropertyNameExpected` as "property name expected". */
function describe(code: string): string {
  return code.replace(/[A-Z]/g, (letter, at) =>
    at === 0 ? letter.toLowerCase() : ` ${letter.toLowerCase()}`,
  );
}
