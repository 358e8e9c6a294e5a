import type { JudgedBy } from "../../evaluation/report.ts";

type Figure = "alpha" | "max_regression" | "max_unproven_drop" | "error_budget";

/** In which direction each bound lets more through. */
const LOOSER: readonly (readonly [Figure, "raised" | "lowered"])[] = [
  ["alpha", "lowered"],
  ["max_regression", "raised"],
  ["max_unproven_drop", "raised"],
  ["error_budget", "raised"],
];

/**
 * What of the rules besides metric and threshold lets more through than before, for people. Another level of confidence is
 * looser for one rule and stricter for another, so that any change of it is told. `examples`: how many count now.
 */
export function policyChanges(before: JudgedBy, after: JudgedBy, examples: number): readonly string[] {
  return [
    ...LOOSER.flatMap(([name, looser]) => figureChange(name, looser, before[name], after[name])),
    ...(before.level === after.level ? [] : [`level was ${before.level} and is ${after.level}`]),
    ...(before.strict && !after.strict ? ["strict was switched off"] : []),
    ...(before.on_unclear === "rollback" && after.on_unclear === "hold"
      ? ["on_unclear was rollback and is hold"]
      : []),
    ...fewestExamples(before.min_examples, after.min_examples, examples),
  ];
}

function figureChange(
  name: Figure,
  looser: "raised" | "lowered",
  before: number,
  after: number,
): readonly string[] {
  const isLooser = looser === "raised" ? after > before : after < before;
  return isLooser ? [`${name} was ${looser} from ${before} to ${after}`] : [];
}

/** A bound above the number of examples makes of every run a smoke run, which sees no regression. */
function fewestExamples(before: number, after: number, examples: number): readonly string[] {
  if (after < before) return [`min_examples was lowered from ${before} to ${after}`];
  const isBlinding = after > examples && before <= examples;
  if (!isBlinding) return [];
  return [
    `min_examples was raised from ${before} to ${after}, above the ${examples} that there are: no regression is looked for`,
  ];
}
