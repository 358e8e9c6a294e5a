import { detectableDrop } from "../../src/evaluation/statistics/detectable-drop.ts";
import { aPolicy } from "./gate-inputs.ts";
import { type Effort, type RowShares, type Scenario, simulate } from "./simulated-evaluation.ts";

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

export interface Kept {
  readonly line: string;
  readonly share: number;
}

/** Measures a promise, with one line for the table. */
export function measure(promise: GatePromise, effort: Effort): Kept {
  const { scenario, measured, what, least, most } = promise;
  const share = measured(simulate(scenario, effort));
  const bound = least > 0 && most < 1 ? `${least} to ${most}` : least > 0 ? `>= ${least}` : `<= ${most}`;
  const cells = [
    scenario.name.padEnd(28),
    String(scenario.examples).padStart(4),
    what.padEnd(13),
    share.toFixed(4),
  ];
  return { share, line: `${cells.join("  ")}  (${bound})` };
}
