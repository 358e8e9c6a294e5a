import { seededRandom } from "../../src/evaluation/statistics/random.ts";
import { needsConfirmation } from "../../src/gate/confirmation.ts";
import { decide } from "../../src/gate/decide.ts";
import type { Arm, Decision, GateInput } from "../../src/gate/decision.ts";
import { aGateInput, anArm } from "./gate-inputs.ts";

export interface Scenario {
  readonly name: string;
  readonly examples: number;
  /** Probability that the arm gets example `i` right, every time that it is asked. */
  readonly candidate: (i: number) => number;
  readonly baseline: (i: number) => number;
  readonly threshold: number;
  readonly cited: number;
  readonly phase?: GateInput["phase"];
}

/** How often each row of the table decided, as shares of all runs, by row number. */
export type RowShares = (row: number, verdict?: Decision["verdict"]) => number;

const WORDS = 2 ** 32;
const DRAWS = 1_000;

/** Runs the whole procedure, the confirmation run included, `runs` times on answers drawn with the seed. */
export function simulate(scenario: Scenario, runs: number, seed: number): RowShares {
  const { next } = seededRandom(seed);
  const decisions = Array.from({ length: runs }, () => evaluateOnce(scenario, next));
  return (row, verdict) => {
    const hits = decisions.filter((d) => d.row === row && (verdict === undefined || d.verdict === verdict));
    return hits.length / runs;
  };
}

/** One evaluation as production does it: a comparison that does not pass is confirmed by a fresh one. */
function evaluateOnce(scenario: Scenario, next: () => number): Decision {
  const arms = (): { candidate: Arm; baseline: Arm } => ({
    candidate: answer(scenario.examples, scenario.candidate, next),
    baseline: answer(scenario.examples, scenario.baseline, next),
  });
  const input = aGateInput(
    { ...arms(), cited: scenario.cited },
    {
      phase: scenario.phase ?? "before",
      seed: next(),
      draws: DRAWS,
      policy: { threshold: scenario.threshold },
    },
  );
  const first = decide(input);
  return needsConfirmation(input, first) ? decide({ ...input, confirmation: arms() }) : first;
}

const answer = (examples: number, chance: (i: number) => number, next: () => number): Arm =>
  anArm(Array.from({ length: examples }, (_, i) => (next() / WORDS < chance(i) ? 1 : 0)));
