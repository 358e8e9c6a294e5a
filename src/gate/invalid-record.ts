import type { MetricTable } from "../evaluation/scoring/metric-table.ts";
import { metricOf } from "../evaluation/statistics/table.ts";
import { type Run, runsOf } from "./arms.ts";
import type { Arm, GateInput, GatePolicy } from "./decision.ts";
import { examplesText } from "./figures.ts";
import type { Finding } from "./finding.ts";

/** Fewer examples than this prove nothing: not even that all got worse. */
export const FEWEST_EXAMPLES = 5;

/** Row 1: nothing may be concluded from a record that is broken, of different datasets, or not a number. */
export function invalidRecord(input: GateInput): Finding | undefined {
  const runs = runsOf(input);
  const reasons = [
    ...input.invalid,
    ...wrongPolicy(input.policy),
    ...wrongNumber("the baseline's recorded score", input.baseline?.citedScore ?? 0),
    ...runs.flatMap(wrongRun),
    ...wrongPair("the first run and its confirmation", runs[0]?.candidate, runs[1]?.candidate),
    ...tooFew(input.candidate),
  ];
  return reasons.length === 0 ? undefined : { row: 1, verdict: "error", reasons };
}

function wrongPolicy(policy: GatePolicy): readonly string[] {
  return [
    ...wrongNumber("the threshold", policy.threshold),
    ...wrongNumber("alpha", policy.alpha),
    ...wrongNumber("the level of intervals", policy.level),
    ...(policy.level > 0 && policy.level < 1 ? [] : ["the level of intervals must lie between 0 and 1"]),
    ...wrongNumber("max_regression", policy.maxRegression),
    ...wrongNumber("max_unproven_drop", policy.maxUnprovenDrop),
    ...wrongNumber("error_budget", policy.errorBudget),
    ...(Number.isFinite(policy.minExamples) ? [] : ["min_examples is not a number"]),
  ];
}

const wrongNumber = (name: string, value: number): readonly string[] =>
  value >= 0 && value <= 1 ? [] : [`${name} is ${value}, not a number from 0 to 1`];

function wrongRun({ name, candidate, baseline }: Run): readonly string[] {
  return [
    ...wrongArm(`the candidate's ${name}`, candidate),
    ...(baseline === undefined ? [] : wrongArm(`the baseline's ${name}`, baseline)),
    ...wrongPair(`the two arms of the ${name}`, candidate, baseline),
  ];
}

function wrongArm(name: string, { table, examples, calls, errors }: Arm): readonly string[] {
  const whole = [examples, calls].every((count) => Number.isSafeInteger(count) && count >= 0);
  if (!whole || table.ids.length > examples || errors.length > calls) {
    return [`${name} counts more results than examples, or more errors than calls`];
  }
  if (new Set(table.ids).size !== table.ids.length) return [`${name} has an example twice`];
  if (table.counts.length !== table.ids.length * table.width) return [`${name} has rows of the wrong width`];
  if (!table.counts.every(Number.isFinite) || Number.isNaN(metricOf(table) ?? 0)) {
    return [`${name} holds something that is not a number`];
  }
  return wrongScore(name, table);
}

function wrongScore(name: string, table: MetricTable): readonly string[] {
  if (table.binary && (table.width !== 1 || !table.counts.every((count) => count === 0 || count === 1))) {
    return [`${name} holds outcomes that are neither 0 nor 1`];
  }
  return wrongNumber(`the score of ${name}`, metricOf(table) ?? 0);
}

function wrongPair(names: string, one?: Arm, other?: Arm): readonly string[] {
  if (one === undefined || other === undefined) return [];
  if (one.table.metric !== other.table.metric || one.table.width !== other.table.width) {
    return [`${names} measure different things`];
  }
  const union = new Set([...one.table.ids, ...other.table.ids]);
  const same = one.examples === other.examples && union.size <= one.examples;
  return same ? [] : [`${names} ran over different datasets`];
}

const tooFew = ({ examples }: Arm): readonly string[] =>
  examples >= FEWEST_EXAMPLES
    ? []
    : [`${examplesText(examples)} cannot be judged; at least ${FEWEST_EXAMPLES} are needed`];
