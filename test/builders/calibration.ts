import { binomialTail } from "../../src/evaluation/statistics/binomial.ts";
import { detectableDrop } from "../../src/evaluation/statistics/detectable-drop.ts";
import { aPolicy } from "./gate-inputs.ts";
import { type RowShares, type Scenario, simulation } from "./simulated-evaluation.ts";

const always = (chance: number) => () => chance;

/** Every other example flips a coin, the rest always succeeds: the noise of a language model at its worst. */
const halfFlips = (coin: number, sure: number) => (i: number) => (i % 2 === 0 ? coin : sure);

const SAME = always(0.9);
const WORSE = always(0.75);
const MOVED = always(0.7);
const THRESHOLD = 0.85;

const found = (share: RowShares): number => share(6) + share(7) + share(9);
const regression = (share: RowShares): number => share(6) + share(9, "regression");

/** A promise about how often the gate is right, and how it is measured. */
export interface GatePromise {
  readonly scenario: Scenario;
  readonly measured: (share: RowShares) => number;
  readonly what: string;
  readonly least: number;
  readonly most: number;
}

const unchanged: GatePromise = {
  scenario: {
    name: "no change, 90 %",
    examples: 100,
    candidate: SAME,
    baseline: SAME,
    threshold: THRESHOLD,
    cited: 0.9,
  },
  measured: (share) => 1 - share(8),
  what: "blocked",
  least: 0,
  most: 0.02,
};

const drops: readonly GatePromise[] = [
  { examples: 20, least: 0.75 },
  { examples: 50, least: 0.95 },
  { examples: 100, least: 0.98 },
].map(({ examples, least }) => ({
  scenario: { name: "drop of 15 points", examples, candidate: WORSE, baseline: SAME, threshold: THRESHOLD },
  measured: found,
  what: "rows 6, 7, 9",
  least,
  most: 1,
}));

/** Blocked all the same, but under the wrong name: at 20 examples the baseline may miss its threshold by chance. */
const mistaken: GatePromise = {
  scenario: {
    name: "the same, cited .90",
    examples: 20,
    candidate: WORSE,
    baseline: SAME,
    threshold: THRESHOLD,
    cited: 0.9,
  },
  measured: (share) => share(5),
  what: "called drift",
  least: 0,
  most: 0.1,
};

const drifts: readonly GatePromise[] = [
  { examples: 20, most: 0.04 },
  { examples: 50, most: 0.02 },
  { examples: 100, most: 0.02 },
].map(({ examples, most }) => ({
  scenario: {
    name: "both arms drift to 70 %",
    examples,
    candidate: MOVED,
    baseline: MOVED,
    threshold: THRESHOLD,
    cited: 0.9,
    phase: "after",
  },
  measured: regression,
  what: "rolled back",
  least: 0,
  most,
}));

const coins = { examples: 100, baseline: halfFlips(0.5, 1), threshold: 0.7, cited: 0.75 };
const flips: readonly GatePromise[] = [
  {
    scenario: { ...coins, name: "half the answers flip [P20]", candidate: halfFlips(0.5, 1) },
    measured: regression,
    what: "regression",
    least: 0,
    most: 0.05,
  },
  {
    scenario: { ...coins, name: "half flip, 15 worse [P20]", candidate: halfFlips(0.35, 0.85) },
    measured: found,
    what: "rows 6, 7, 9",
    least: 0.8,
    most: 1,
  },
];

/** The printed smallest detectable drop is found in 80 % of evaluations, to 4 points. */
const printed: readonly GatePromise[] = [20, 50, 100].map((examples) => {
  const drop = detectableDrop({ examples, score: 0.9, ...aPolicy() }) ?? Number.NaN;
  const name = `printed drop of ${drop.toFixed(3)}`;
  const scenario = { name, examples, candidate: always(0.9 - drop), baseline: SAME, threshold: 0 };
  return { scenario, measured: found, what: "rows 6, 7, 9", least: 0.76, most: 0.84 };
});

/** What the gate promises, from the page on the gate. */
export const PROMISES: readonly GatePromise[] = [
  unchanged,
  ...drops,
  mistaken,
  ...drifts,
  ...flips,
  ...printed,
];

/** How long to simulate. */
export interface Effort {
  /** After so many runs in all it is asked whether a promise is proven; the last number is the most runs. */
  readonly stages: readonly number[];
  /** Resamples a decision. */
  readonly draws: number;
}

export interface Kept {
  readonly runs: number;
  readonly share: number;
  readonly line: string;
}

/** A share that lies beyond a bound shows so many hits on the bound's good side in fewer than one of a thousand simulations. */
const DOUBT = 0.001;

/**
 * Measures a promise, with one line for the table. A simulation ends at the first stage at which the promise is proven: were the true
 * share on a bound, so good a count would come by luck with a probability under 0.001 (exact binomial test, for each bound). So 1,000
 * runs do where 98 % are found and 80 % were promised, and a share that lies as close to its bound as 95.2 % to 95 % gets them all; there
 * the share itself has to keep the bound. A promise that is broken is proven at no stage.
 */
export function measure(promise: GatePromise, { stages, draws }: Effort): Kept {
  const simulate = simulation(promise.scenario, draws);
  const measureAt = (runs: number): Shown => ({ runs, share: promise.measured(simulate(runs)) });
  let shown = measureAt(stages[0] ?? 1);
  for (const runs of stages.slice(1)) {
    if (isProven(promise, shown)) break;
    shown = measureAt(runs);
  }
  return { ...shown, line: lineOf(promise, shown) };
}

type Shown = Pick<Kept, "runs" | "share">;

function isProven({ least, most }: GatePromise, { runs, share }: Shown): boolean {
  const hits = Math.round(share * runs);
  const byLuck = [
    least > 0 ? binomialTail(runs, least, hits) : 0,
    most < 1 ? binomialTail(runs, 1 - most, runs - hits) : 0,
  ];
  return byLuck.every((chance) => chance < DOUBT);
}

function lineOf({ scenario, what, least, most }: GatePromise, { runs, share }: Shown): string {
  const bound = least > 0 && most < 1 ? `${least} to ${most}` : least > 0 ? `>= ${least}` : `<= ${most}`;
  const cells = [
    scenario.name.padEnd(28),
    String(scenario.examples).padStart(4),
    what.padEnd(13),
    share.toFixed(4),
    `of ${runs}`.padEnd(9),
  ];
  return `${cells.join("  ")}  (${bound})`;
}
