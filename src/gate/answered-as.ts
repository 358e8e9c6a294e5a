import type { AnsweredAs } from "../evaluation/report.ts";
import type { Result } from "../evaluation/result.ts";
import { compareText } from "../prompts/problem.ts";

/** Counts answers by the model's name that came with them, names in their order; answers without one are left out. */
export function answeredAs(results: Iterable<Result>): AnsweredAs {
  const counts = new Map<string, number>();
  for (const { answeredAs: name } of results) {
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => compareText(a, b)));
}
