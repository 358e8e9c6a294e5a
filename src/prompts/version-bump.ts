import { canonicalJson } from "./adapters/canonical-json.ts";
import { increment, sortNewestFirst } from "./adapters/semantic-version.ts";
import { isJsonObject, type Json, type JsonObject } from "./reading/json.ts";
import type { Prompt } from "./records/production-prompt.ts";

export type Bump = "major" | "minor" | "patch";

const FIRST_VERSION = "1.0.0";

const SIZE: Readonly<Record<Bump, number>> = { patch: 0, minor: 1, major: 2 };

export const isSmaller = (a: Bump, b: Bump): boolean => SIZE[a] < SIZE[b];

/** The higher of two steps. */
export const larger = (a: Bump, b: Bump): Bump => (isSmaller(a, b) ? b : a);

const equal = (a: unknown, b: unknown): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null);

/**
 * What callers have to expect: `major` when the input or output schema is no longer compatible, `minor` when model,
 * parameters, tools or a compatible schema changed, `patch` for wording.
 */
export function bumpOf(before: Prompt, after: Prompt): Bump {
  if (!acceptsAtLeast(before.input, after.input) || !acceptsAtLeast(after.output, before.output))
    return "major";
  const isSame =
    equal(before.model, after.model) &&
    equal(before.tools, after.tools) &&
    equal(before.tool_choice, after.tool_choice) &&
    equal(before.input, after.input) &&
    equal(before.output, after.output);
  return isSame ? "patch" : "minor";
}

/** The version after all that ever were, so that a version number is never used twice, not even after a downgrade. */
export function nextVersion(versions: readonly string[], bump: Bump): string {
  const newest = sortNewestFirst(versions)[0];
  return newest === undefined ? FIRST_VERSION : increment(newest, bump);
}

/**
 * Whether every value that fits `narrow` fits `wide` too, judged conservatively from type, properties, required, enum and
 * items; what it cannot compare must be equal. Descriptions and examples do not count.
 */
export function acceptsAtLeast(narrow: JsonObject, wide: JsonObject): boolean {
  const {
    type: wideType,
    properties: wideProperties,
    required: wideRequired,
    enum: wideEnum,
    items: wideItems,
    ...wideRest
  } = plain(wide);
  const { type, properties, required, enum: values, items, ...rest } = plain(narrow);
  return (
    (wideType === undefined || equal(type, wideType)) &&
    (wideEnum === undefined || isSubset(values, wideEnum)) &&
    isSubset(wideRequired ?? [], required ?? []) &&
    (wideItems === undefined ||
      (isJsonObject(wideItems) && isJsonObject(items) && acceptsAtLeast(items, wideItems))) &&
    propertiesAccept(properties ?? {}, wideProperties ?? {}, wideRest["additionalProperties"] === false) &&
    Object.entries(wideRest).every(([key, value]) => equal(value, rest[key]))
  );
}

const ANNOTATIONS: readonly string[] = [
  "description",
  "title",
  "examples",
  "default",
  "$comment",
  "pattern",
  "$schema",
  "$id",
];

function plain(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !ANNOTATIONS.includes(key)));
}

function isSubset(part: Json | undefined, whole: Json): boolean {
  if (!Array.isArray(part) || !Array.isArray(whole)) return false;
  const known = new Set(whole.map((value) => canonicalJson(value)));
  return part.every((value) => known.has(canonicalJson(value)));
}

function propertiesAccept(narrow: Json, wide: Json, isWideClosed: boolean): boolean {
  if (!isJsonObject(narrow) || !isJsonObject(wide)) return false;
  if (isWideClosed && !Object.keys(narrow).every((name) => Object.hasOwn(wide, name))) return false;
  return Object.entries(wide).every(([name, schema]) => {
    const own = narrow[name];
    return own === undefined || !isJsonObject(schema) || !isJsonObject(own) || acceptsAtLeast(own, schema);
  });
}
