import { isJsonObject, type Json, type JsonObject } from "../../prompts/reading/json.ts";
import { macroF1, proportion, ratio } from "../scoring/aggregates.ts";
import type { ConfigProblem, Finding, ScorerType } from "../scoring/scorer.ts";
import { acceptedValues, expectationOf } from "./expectation.ts";
import {
  type ComparedField,
  compareFields,
  type FieldOutcome,
  type FieldRules,
  itemPath,
} from "./field-comparison.ts";
import { firstFew, quote } from "./finding.ts";
import { NORMALISATIONS, normaliserOf } from "./normalisation.ts";
import { checkAll, isText, isTextList, mustBeOneOf, mustFit } from "./option-problems.ts";

const ERRORS_OF_ANSWER = { tp: 1, fp: 1, substituted: 1 };
const ERRORS_OF_RECALL = { tp: 1, fn: 1, substituted: 1 };

/**
 * Objects field by field, as arXiv 2310.12537 counts: tp equal to an accepted value, substituted another value, fn absent
 * although expected, fp present although expected absent (or extra, where `extra: penalise`, the default). precision =
 * tp/(tp+fp+substituted), recall = tp/(tp+fn+substituted). `absent` lists texts that mean absent (default: the empty
 * text), `normalise` is none (default), trim or casefold, `fields` names the only fields that count, `items: {path, key,
 * compare}` a list of objects. An example's value is its F1; 1 where rightly nothing was given. An answer that is not a
 * JSON object has every field absent.
 */
export const fields: ScorerType = {
  type: "fields",
  needsExpected: true,
  defaultThreshold: 1,
  options: ["value", "absent", "extra", "normalise", "fields", "items"],
  aggregates: [
    ratio("micro_precision", { tp: 1 }, ERRORS_OF_ANSWER),
    ratio("micro_recall", { tp: 1 }, ERRORS_OF_RECALL),
    ratio("micro_f1", { tp: 2 }, { tp: 2, fp: 1, fn: 1, substituted: 2 }),
    macroF1(["tp", "substituted", "fn", "fp"]),
    proportion("exact", "exact"),
  ],
  check: checkAll(
    mustFit("value", (value) => typeof value === "object" && value !== null, "Write the expected object."),
    mustFit("absent", isTextList, 'Write a list of texts, for example ["", "n/a"].'),
    mustBeOneOf("extra", ["penalise", "ignore"]),
    mustBeOneOf("normalise", NORMALISATIONS),
    mustFit("fields", isTextList, "Write a list of field names."),
    checkItems,
  ),
  prepare: (options) => {
    const rules = rulesFrom(options);
    return (input) => {
      const accepted = acceptedValues(expectationOf(options, input.example) ?? null);
      const found = isComparable(input.value, rules) ? input.value : undefined;
      return bestOf(accepted.map((expected) => judge(expected, found, rules)));
    };
  },
};

function checkItems(options: JsonObject): readonly ConfigProblem[] {
  const items = options["items"];
  if (items === undefined) return [];
  const fix = "Write `items: {path: features, key: name, compare: [value, unit]}`.";
  if (!isJsonObject(items)) return [{ path: ["items"], found: `"items" is ${quote(items)}`, fix }];
  const unknown = Object.keys(items).filter((key) => !["path", "key", "compare"].includes(key));
  const wrong = [
    ...unknown,
    ...["path", "key"].filter((key) => !isText(items[key])),
    ...(isTextList(items["compare"]) && items["compare"].length > 0 ? [] : ["compare"]),
  ];
  return wrong.map((key) => ({ path: ["items", key], found: `"items.${key}" is ${quote(items[key])}`, fix }));
}

function rulesFrom(options: JsonObject): FieldRules {
  const normalise = normaliserOf(options["normalise"], "none");
  const absent = isTextList(options["absent"]) ? options["absent"] : [""];
  return {
    normalise,
    absentTexts: new Set(absent.map(normalise)),
    ignoresExtra: options["extra"] === "ignore",
    ...(isTextList(options["fields"]) ? { fields: new Set(options["fields"]) } : {}),
    ...(isJsonObject(options["items"]) ? { items: itemRules(options["items"]) } : {}),
  };
}

function itemRules(items: JsonObject): NonNullable<FieldRules["items"]> {
  const compare = isTextList(items["compare"]) ? items["compare"] : [];
  return { path: itemPath(String(items["path"])), key: String(items["key"]), compare };
}

const isComparable = (value: Json | undefined, rules: FieldRules): boolean =>
  isJsonObject(value) || (Array.isArray(value) && rules.items?.path.length === 0);

function judge(expected: Json, found: Json | undefined, rules: FieldRules): Finding {
  if (!isComparable(expected, rules))
    throw new TypeError(`the expected value ${quote(expected)} is not an object`);
  const compared = compareFields(expected, found, rules);
  const isMalformed = found === undefined;
  const wrong = compared.filter(({ outcome }) => outcome !== "tp" && outcome !== "tn");
  const isExact = !isMalformed && wrong.length === 0;
  const why = isExact ? `all ${compared.length} fields right` : firstFew(wrong.map(describe));
  return {
    value: exampleF1(compared, isMalformed),
    why: isMalformed ? `not a JSON object: ${why}` : why,
    counts: {
      ...countsOf(compared),
      ...(isExact ? { exact: 1 } : {}),
      ...(isMalformed ? { malformed: 1 } : {}),
    },
  };
}

function exampleF1(compared: readonly ComparedField[], isMalformed: boolean): number {
  const count = (...outcomes: readonly FieldOutcome[]): number =>
    compared.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const size = 2 * count("tp", "substituted") + count("fn", "fp", "extra");
  if (size === 0) return isMalformed ? 0 : 1;
  return (2 * count("tp")) / size;
}

/** Totals over all fields, and for each expected field its own outcome as `<outcome>:<field>`. */
function countsOf(compared: readonly ComparedField[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  const add = (key: string): void => {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  for (const { field, outcome } of compared) {
    if (outcome === "tn") continue;
    add(outcome === "extra" ? "fp" : outcome);
    if (outcome !== "extra") add(`${outcome}:${field}`);
  }
  return Object.fromEntries(counts);
}

function describe({ field, outcome, expected, found }: ComparedField): string {
  if (outcome === "fn") return `${field} is missing, wanted ${quote(expected)}`;
  if (outcome === "substituted") return `${field} is ${quote(found)}, wanted ${quote(expected)}`;
  return `${field} is ${quote(found)}, wanted nothing`;
}

/** Of several accepted objects the one that the answer meets best; the first of equals. */
function bestOf(findings: readonly Finding[]): Finding {
  const [first, ...others] = findings;
  if (first === undefined) throw new TypeError("any_of lists no accepted value");
  return others.reduce((best, next) => (next.value > best.value ? next : best), first);
}
