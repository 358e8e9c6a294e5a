import { isJsonObject, type Json } from "./json.ts";
import type { KeyPath } from "./parsed-file.ts";

/** Deeper than any hand-written file; what walks a value may recurse that far. */
export const MAX_DEPTH = 100;

export interface UnfitValue {
  readonly keys: KeyPath;
  readonly found: string;
  readonly fix: string;
}

interface Open {
  readonly value: Json;
  readonly keys: KeyPath;
}

/** Values that a parser lets through and that JSON cannot carry unchanged; at most the first that is nested too deeply. */
export function unfitValues(root: unknown): readonly UnfitValue[] {
  if (isFit(root, 0)) return [];
  const unfit: UnfitValue[] = [];
  let level: readonly Open[] = [{ value: root as Json, keys: [] }];
  for (let depth = 0; level.length > 0; depth += 1) {
    const [first] = level;
    if (depth > MAX_DEPTH && first !== undefined) return [...unfit, tooDeep(first.keys)];
    for (const { value, keys } of level) {
      const fault = faultOf(value);
      if (fault !== undefined) unfit.push({ keys, ...fault });
    }
    level = level.flatMap(childrenOf);
  }
  return unfit;
}

/** Most values are, and then where in them something stands need not be known. */
function isFit(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return faultOf(value as Json) === undefined;
  if (depth > MAX_DEPTH) return false;
  const children: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return children.every((child) => isFit(child, depth + 1));
}

function childrenOf({ value, keys }: Open): readonly Open[] {
  if (Array.isArray(value))
    return (value as readonly Json[]).map((child, at) => ({ value: child, keys: [...keys, at] }));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).map(([key, child]) => ({ value: child, keys: [...keys, key] }));
}

function faultOf(value: Json): Omit<UnfitValue, "keys"> | undefined {
  if (typeof value === "string" && !value.isWellFormed())
    return { found: "half of a surrogate pair", fix: "Write the whole character." };
  if (typeof value !== "number" || !isUnfitNumber(value)) return undefined;
  return Number.isFinite(value)
    ? { found: "a whole number that loses digits", fix: "Quote it, so that it stays a text." }
    : { found: `the number ${value}`, fix: "Write a finite number." };
}

/** Not finite, or a whole number so large that the next one is the same. */
export function isUnfitNumber(value: number): boolean {
  return !Number.isFinite(value) || (Number.isInteger(value) && Math.abs(value) > Number.MAX_SAFE_INTEGER);
}

const tooDeep = (keys: KeyPath): UnfitValue => ({
  keys: keys.slice(0, MAX_DEPTH),
  found: `values nested more than ${MAX_DEPTH} levels deep`,
  fix: "Write it flatter.",
});
