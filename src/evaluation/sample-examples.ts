import { sha256 } from "../prompts/sha256.ts";

/** Some of a task's examples, chosen by a seed: the same seed always chooses the same. */
export interface Sample {
  /** How many, at most. */
  readonly size: number;
  readonly seed: string;
}

/** Whether a sample of that many examples leaves any out. */
export const isPart = (sample: Sample | undefined, examples: number): sample is Sample =>
  sample !== undefined && sample.size < examples;

/** The chosen examples, in their own order. Every example is as likely as any other. */
export function sampleOf<E extends { readonly id: string }>(
  examples: readonly E[],
  { size, seed }: Sample,
): readonly E[] {
  const ranked = examples.map(({ id }) => ({ id, rank: sha256(`sample ${seed} ${id}`) }));
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const chosen = new Set(ranked.slice(0, size).map(({ id }) => id));
  return examples.filter(({ id }) => chosen.has(id));
}
