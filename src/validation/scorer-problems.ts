import type { ConfigProblem } from "../evaluation/scoring/scorer.ts";
import type { LocatedExample } from "../prompts/examples/examples-file.ts";
import type { Problem } from "../prompts/problem.ts";
import type { KeyPath, Positions } from "../prompts/reading/parsed-file.ts";

/** What is wrong with scorers of the metadata, each at its place; paths begin at the list. */
export const metadataScorerProblems = (
  metadata: Positions,
  found: readonly ConfigProblem[],
): readonly Problem[] =>
  found.map((one) => scorerProblem(metadata, ["evaluation", "scorers"], one, one.found));

/** The same for scorers that an example brings along under `keys`. */
export const exampleScorerProblems = (
  { example, file, line }: LocatedExample,
  keys: KeyPath,
  found: readonly ConfigProblem[],
): readonly Problem[] =>
  found.map((one) => scorerProblem(file.positions(line), keys, one, `example "${example.id}": ${one.found}`));

const scorerProblem = (
  positions: Positions,
  keys: KeyPath,
  { path, fix }: ConfigProblem,
  found: string,
): Problem => ({
  ...positions.placeOf([...keys, ...path]),
  code: "invalid-scorer",
  severity: "error",
  found,
  fix,
});
