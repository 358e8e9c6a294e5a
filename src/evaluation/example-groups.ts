import type { Result } from "./result.ts";

/** Lists whose examples were found to stand together. */
const inOrder = new WeakSet<readonly Result[]>();

/**
 * Results by their example's id, in the order in which the results name them first. A run has the rows of an example side by
 * side: then nothing but the group at hand is held, however many there are.
 */
export function* exampleGroups(
  results: readonly Result[],
): Generator<readonly [string, readonly Result[]], void> {
  if (!standTogether(results)) return yield* gathered(results);
  let start = 0;
  for (let at = 1; at <= results.length; at += 1) {
    const id = results[start]?.id;
    if (id === undefined || results[at]?.id === id) continue;
    yield [id, results.slice(start, at)];
    start = at;
  }
}

/** The results of each kind. What stands together does so in every part of it, and is not looked at again. */
export function resultsByKind(
  results: readonly Result[],
  kindsOf: (result: Result) => readonly string[],
): ReadonlyMap<string, readonly Result[]> {
  const parts = new Map<string, Result[]>();
  for (const result of results) {
    for (const kind of kindsOf(result)) {
      const part = parts.get(kind);
      if (part === undefined) parts.set(kind, [result]);
      else part.push(result);
    }
  }
  if (inOrder.has(results)) for (const part of parts.values()) inOrder.add(part);
  return parts;
}

function standTogether(results: readonly Result[]): boolean {
  if (inOrder.has(results)) return true;
  const seen = new Set<string>();
  let last: string | undefined;
  for (const { id } of results) {
    if (id === last) continue;
    if (seen.has(id)) return false;
    seen.add(id);
    last = id;
  }
  inOrder.add(results);
  return true;
}

function gathered(results: Iterable<Result>): ReadonlyMap<string, readonly Result[]> {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const group = groups.get(result.id);
    if (group === undefined) groups.set(result.id, [result]);
    else group.push(result);
  }
  return groups;
}
