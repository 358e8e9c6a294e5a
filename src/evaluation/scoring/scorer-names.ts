import type { ScorerConfig } from "../../prompts/metadata.ts";

/** What the asserts of the examples themselves are reported as. */
export const ASSERT_SCORER = "assert";
/** The weighted mean over a task's scorers is reported as `weighted.mean`. */
export const WEIGHTED_SCORER = "weighted";

export function scorerName(config: ScorerConfig): string {
  return config.name ?? config.type;
}

/** The type without a leading `not-`, and whether there was one. */
export function baseType(type: string): { readonly base: string; readonly isNegated: boolean } {
  const isNegated = type.startsWith("not-") && type !== "not-empty";
  return { base: isNegated ? type.slice("not-".length) : type, isNegated };
}
