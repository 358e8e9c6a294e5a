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
  /** What the baseline scored when it was promoted; without it no drift is seen. */
  readonly cited?: number;
  readonly phase?: GateInput["phase"];
}

/** How often each row of the table decided, as shares of all runs, by row number. */
export type RowShares = (row: number, verdict?: Decision["verdict"]) => number;

const WORDS = 2 ** 32;
const SEED = 20_261_121;

/**
 * Runs the whole procedure, the confirmation run included, many times on answers drawn with a fixed seed. Each call goes on until so many
 * runs are done in all, and gives the shares of all of them. `draws`: resamples a decision.
 */
export function simulation(scenario: Scenario, draws: number): (runs: number) => RowShares {
  const { next } = seededRandom(SEED);
  const decisions: Pick<Decision, "row" | "verdict">[] = [];
  return (runs) => {
    while (decisions.length < runs) {
      const { row, verdict } = evaluateOnce(scenario, draws, next);
      decisions.push({ row, verdict });
    }
    return (row, verdict) => {
      const hits = decisions.filter((d) => d.row === row && (verdict === undefined || d.verdict === verdict));
      return hits.length / decisions.length;
    };
  };
}

/** One evaluation as production does it: a comparison that does not pass is confirmed by a fresh one. */
function evaluateOnce(scenario: Scenario, draws: number, next: () => number): Decision {
  const arms = (): { candidate: Arm; baseline: Arm } => ({
    candidate: answer(scenario.examples, scenario.candidate, next),
    baseline: answer(scenario.examples, scenario.baseline, next),
  });
  const input = aGateInput(
    { ...arms(), ...(scenario.cited !== undefined && { cited: scenario.cited }) },
    { phase: scenario.phase ?? "before", seed: next(), draws, policy: { threshold: scenario.threshold } },
  );
  const first = decide(input);
  return needsConfirmation(input, first) ? decide({ ...input, confirmation: arms() }) : first;
}

const answer = (examples: number, chance: (i: number) => number, next: () => number): Arm =>
  anArm(Array.from({ length: examples }, (_, i) => (next() / WORDS < chance(i) ? 1 : 0)));
