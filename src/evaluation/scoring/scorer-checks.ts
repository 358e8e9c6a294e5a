import type { ScorerConfig } from "../../prompts/metadata.ts";
import { nearestName } from "../../prompts/nearest-name.ts";
import type { Json, JsonObject } from "../../prompts/reading/json.ts";
import { SCORER_TYPES } from "../scorers/catalogue.ts";
import { quote } from "../scorers/finding.ts";
import { isAmount, isText, mustFit } from "../scorers/option-problems.ts";
import { parsePointer } from "./json-pointer.ts";
import type { ConfigProblem, ScorerType } from "./scorer.ts";
import { ASSERT_SCORER, baseType, scorerName, WEIGHTED_SCORER } from "./scorer-names.ts";

const COMMON_OPTIONS = ["type", "name", "path", "weight", "threshold", "description"];
/** A metric is `<name>.<aggregate>`, so a name has no full stop. */
const NAME_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;

type Types = ReadonlyMap<string, ScorerType>;

/** Everything wrong in a task's `evaluation.scorers`; each path starts with the entry's position in the list. */
export function checkScorers(
  configs: readonly ScorerConfig[],
  types: Types = SCORER_TYPES,
): readonly ConfigProblem[] {
  return [...checkAsserts(configs, types), ...nameProblems(configs)];
}

/** Everything wrong in an example's `assert`, where names need not be unique. */
export function checkAsserts(
  configs: readonly ScorerConfig[],
  types: Types = SCORER_TYPES,
): readonly ConfigProblem[] {
  return configs.flatMap((config, index) =>
    entryProblems(config, types).map((problem) => ({ ...problem, path: [index, ...problem.path] })),
  );
}

/** Whether some scorer cannot judge an example without `expected`. An entry with a `value` of its own can. */
export function needsExpected(configs: readonly ScorerConfig[], types: Types = SCORER_TYPES): boolean {
  return configs.some((config) => {
    const type = types.get(baseType(config.type).base);
    return type?.needsExpected === true && config["value"] === undefined;
  });
}

/** The entry as the plain JSON that it was read from. */
export function optionsOf(config: ScorerConfig): JsonObject {
  return config as { readonly [key: string]: unknown } as { readonly [key: string]: Json };
}

function entryProblems(config: ScorerConfig, types: Types): readonly ConfigProblem[] {
  if (!isText(config.type))
    return [{ path: [], found: "a scorer without a type", fix: "Write `type: equals`, for example." }];
  const type = types.get(baseType(config.type).base);
  if (type === undefined) return [unknownType(config.type, types)];
  const options = optionsOf(config);
  return [...unknownOptions(options, type), ...commonProblems(options, type), ...type.check(options)];
}

function unknownType(found: string, types: Types): ConfigProblem {
  const { base, isNegated } = baseType(found);
  const near = nearestName(base, types.keys());
  const fix =
    near === undefined
      ? `Write one of: ${[...types.keys()].join(", ")}.`
      : `Did you mean "${isNegated ? "not-" : ""}${near}"?`;
  return { path: ["type"], found: `unknown scorer type ${quote(found)}`, fix };
}

function unknownOptions(options: JsonObject, type: ScorerType): readonly ConfigProblem[] {
  const known = [...type.options, ...COMMON_OPTIONS];
  const unknown = Object.keys(options).filter((name) => !known.includes(name));
  return unknown.map((name) => {
    const near = nearestName(name, known);
    const fix =
      near === undefined ? `Remove it; ${type.type} knows: ${known.join(", ")}.` : `Did you mean "${near}"?`;
    return { path: [name], found: `${type.type} has no option ${quote(name)}`, fix };
  });
}

function commonProblems(options: JsonObject, type: ScorerType): readonly ConfigProblem[] {
  const isPointer = (value: unknown): boolean => isText(value) && parsePointer(value) !== undefined;
  const isName = (value: unknown): boolean => isText(value) && NAME_PATTERN.test(value);
  const isShare = (value: unknown): boolean => isAmount(value) && value <= 1;
  const threshold =
    type.limitUnit === undefined
      ? mustFit("threshold", isShare, "Write the smallest value that passes, from 0 to 1.")
      : mustFit("threshold", isAmount, `Write the largest accepted number of ${type.limitUnit}, 0 or more.`);
  return [
    ...mustFit("name", isName, "Write letters, digits, - and _ only, at most 63.")(options),
    ...mustFit("path", isPointer, "Write a JSON Pointer such as /answer/text.")(options),
    ...mustFit("weight", isAmount, "Write a number, 0 or more.")(options),
    ...threshold(options),
  ];
}

function nameProblems(configs: readonly ScorerConfig[]): readonly ConfigProblem[] {
  const names = configs.map(scorerName);
  return names.flatMap((name, index) => {
    if (name === ASSERT_SCORER || name === WEIGHTED_SCORER) return [reservedName(name, index)];
    const first = names.indexOf(name);
    return first < index ? [duplicateName(name, index, first)] : [];
  });
}

const reservedName = (name: string, index: number): ConfigProblem => ({
  path: [index, "name"],
  found: `the scorer name ${quote(name)} is reserved`,
  fix: "Choose another name.",
});

const duplicateName = (name: string, index: number, first: number): ConfigProblem => ({
  path: [index],
  found: `two scorers are named ${quote(name)} (the other is number ${first + 1})`,
  fix: "Give one of them a `name`.",
});
