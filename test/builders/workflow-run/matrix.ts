import { isJsonObject, type Json, type JsonObject } from "../../../src/prompts/reading/json.ts";

/** The combinations of a `strategy.matrix`, `exclude` taken out and `include` put in as GitHub does it. One empty one without a matrix. */
export function combinationsOf(matrix: JsonObject): readonly JsonObject[] {
  if (Object.keys(matrix).length === 0) return [{}];
  const { include = [], exclude = [], ...axes } = matrix;
  const crossed = Object.entries(axes).reduce<readonly JsonObject[]>(
    (all, [name, values]) => all.flatMap((one) => listOf(values).map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
  const kept = crossed.filter((one) => !objects(exclude).some((out) => agrees(one, out, Object.keys(out))));
  const plain = Object.keys(axes).length === 0 ? [] : [...kept];
  const added: JsonObject[] = [];
  for (const more of objects(include)) {
    const shared = Object.keys(more).filter((name) => name in axes);
    const fitting = plain.filter((one) => agrees(one, more, shared));
    if (fitting.length === 0) added.push(more);
    for (const one of fitting) plain[plain.indexOf(one)] = { ...one, ...more };
  }
  return [...plain, ...added];
}

const agrees = (one: JsonObject, other: JsonObject, names: readonly string[]): boolean =>
  names.every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));

const listOf = (value: Json): readonly Json[] => (Array.isArray(value) ? value : []);

const objects = (value: Json): readonly JsonObject[] => listOf(value).filter(isJsonObject);
