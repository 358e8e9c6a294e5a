import { isJsonObject, type Json, type JsonObject, ownProperty } from "../../prompts/reading/json.ts";
import { parsePointer, valueAt } from "../scoring/json-pointer.ts";
import { textOf } from "./expectation.ts";
import { acceptsAbsence, type EqualityRules, isAbsent, isAccepted } from "./json-equality.ts";

/** `tn`: absent and rightly so; `extra`: present although the expected object does not name it. */
export type FieldOutcome = "tp" | "substituted" | "fn" | "fp" | "extra" | "tn";

export interface ComparedField {
  readonly field: string;
  readonly outcome: FieldOutcome;
  readonly expected?: Json;
  readonly found?: Json;
}

/** A list of objects that are told apart by the property `key` and equal when all of `compare` are. */
export interface ItemRules {
  /** Reference tokens from the answer to the list; none where the answer is the list. */
  readonly path: readonly string[];
  readonly key: string;
  readonly compare: readonly string[];
}

export interface FieldRules extends EqualityRules {
  /** The only fields that count; undefined for all. Items always count. */
  readonly fields?: ReadonlySet<string>;
  readonly items?: ItemRules;
}

/** A path is a JSON Pointer or the name of a property. */
export function itemPath(path: string): readonly string[] {
  return parsePointer(path) ?? [path];
}

/** Every field that is expected, in its order, then the extra ones. `found` is undefined for a malformed answer. */
export function compareFields(
  expected: Json,
  found: Json | undefined,
  rules: FieldRules,
): readonly ComparedField[] {
  const fields = compareObjects(plainFields(expected, rules), plainFields(found, rules), rules);
  if (rules.items === undefined) return fields;
  const wanted = itemsIn(expected, rules.items, rules);
  const given = itemsIn(found, rules.items, rules);
  return [...fields, ...compareItems(wanted, given, rules)];
}

function plainFields(value: Json | undefined, rules: FieldRules): ReadonlyMap<string, Json> {
  if (!isJsonObject(value)) return new Map();
  const counts = (name: string): boolean =>
    name !== rules.items?.path[0] && (rules.fields === undefined || rules.fields.has(name));
  return new Map(Object.entries(value).filter(([name]) => counts(name)));
}

function compareObjects(
  expected: ReadonlyMap<string, Json>,
  found: ReadonlyMap<string, Json>,
  rules: FieldRules,
): readonly ComparedField[] {
  const named = [...expected].map(([field, value]) => compareField(field, value, found.get(field), rules));
  if (rules.ignoresExtra) return named;
  const extras = [...found].filter(([field, value]) => !expected.has(field) && !isAbsent(value, rules));
  return [...named, ...extras.map(([field, value]) => ({ field, outcome: "extra", found: value }) as const)];
}

function compareField(
  field: string,
  expected: Json,
  found: Json | undefined,
  rules: EqualityRules,
): ComparedField {
  const outcome = outcomeOf(expected, found, rules);
  return found === undefined ? { field, outcome, expected } : { field, outcome, expected, found };
}

function outcomeOf(expected: Json, found: Json | undefined, rules: EqualityRules): FieldOutcome {
  if (isAbsent(found, rules)) return acceptsAbsence(expected, rules) ? "tn" : "fn";
  if (isAccepted(expected, found, rules)) return "tp";
  return isAbsent(expected, rules) ? "fp" : "substituted";
}

interface Item {
  /** The key's value, normalised. */
  readonly id: string;
  readonly label: string;
  /** The compared properties that are there; undefined where none has a value. */
  readonly values: JsonObject | undefined;
}

/** Entries that are no object or lack the key are items without a name, so that they count as extra. */
function itemsIn(root: Json | undefined, rules: ItemRules, equality: EqualityRules): readonly Item[] {
  const list = valueAt(root, rules.path);
  if (!Array.isArray(list)) return [];
  return (list as readonly Json[]).map((entry) => itemOf(entry, rules, equality));
}

function itemOf(entry: Json, rules: ItemRules, equality: EqualityRules): Item {
  const object = isJsonObject(entry) ? entry : {};
  const label = textOf(ownProperty(object, rules.key) ?? "");
  const pairs = rules.compare
    .filter((name) => Object.hasOwn(object, name))
    .map((name) => [name, object[name] ?? null] as const);
  const hasValue = pairs.some(([, value]) => !isAbsent(value, equality));
  return { id: equality.normalise(label), label, values: hasValue ? Object.fromEntries(pairs) : undefined };
}

/** Of several answers for one key the first counts; the others are extra, so that guessing twice gains nothing. */
function compareItems(
  wanted: readonly Item[],
  given: readonly Item[],
  rules: EqualityRules,
): readonly ComparedField[] {
  const first = new Map<string, Item>();
  for (const item of given) if (!first.has(item.id)) first.set(item.id, item);
  const wantedIds = new Set(wanted.map((item) => item.id));
  const named = wanted.map((item) =>
    compareField(item.label, item.values ?? null, first.get(item.id)?.values, rules),
  );
  if (rules.ignoresExtra) return named;
  const isExtra = (item: Item): boolean =>
    item.values !== undefined && !(wantedIds.has(item.id) && first.get(item.id) === item);
  const extras = given.filter(isExtra);
  return [
    ...named,
    ...extras.map((item) => ({ field: item.label, outcome: "extra", found: item.values ?? null }) as const),
  ];
}
