import { fisherPValue } from "../evaluation/statistics/fisher-exact.ts";
import { type Run, runsOf } from "./arms.ts";
import type { Arm, GateInput } from "./decision.ts";
import { chanceText, percentText } from "./figures.ts";
import type { Finding } from "./finding.ts";
import { FEWEST_EXAMPLES } from "./invalid-record.ts";

/** Errors are concentrated on one arm below this probability. */
const CONCENTRATED = 0.05;
const LEAST_SCORED = 0.8;

type ArmError = Arm["errors"][number];

/** Rows 3 and 4, run by run: errors that the new prompt causes, then errors that leave too little to judge. */
export function errorsOnArms(input: GateInput): Finding | undefined {
  for (const run of runsOf(input)) {
    const finding =
      causedErrors(run, input.policy.errorBudget) ?? tooManyErrors(run, input.policy.errorBudget);
    if (finding !== undefined) return finding;
  }
  return undefined;
}

function causedErrors({ candidate, baseline }: Run, budget: number): Finding | undefined {
  if (baseline === undefined || isOver(baseline.errors.length, baseline.calls, budget)) return undefined;
  const marked = candidate.errors.filter(mayBeCaused).length;
  if (!isOver(marked, candidate.calls, budget)) return undefined;
  const other = baseline.errors.filter(mayBeCaused).length;
  const p = fisherPValue({ marked, size: candidate.calls }, { marked: other, size: baseline.calls });
  if (p >= CONCENTRATED) return undefined;
  const reason =
    `${marked} of ${candidate.calls} calls with the new prompt ended in an error, ${other} of ${baseline.calls} with the ` +
    `baseline (budget ${percentText(budget)}): the new prompt causes them (${chanceText(p)})`;
  return { row: 3, verdict: "regression", reasons: [reason] };
}

/** A refused key, a spent quota and a rate limit hit whoever asks; they say nothing about a prompt. */
const mayBeCaused = ({ status, quota }: ArmError): boolean =>
  quota !== true && status !== 401 && status !== 403 && status !== 429;

const isOver = (errors: number, calls: number, budget: number): boolean => errors > budget * calls + 1e-9;

function tooManyErrors(run: Run, budget: number): Finding | undefined {
  const reasons = [
    ...faultsOf(`the new prompt's ${run.name}`, run.candidate, budget),
    ...(run.baseline === undefined ? [] : faultsOf(`the baseline's ${run.name}`, run.baseline, budget)),
  ];
  return reasons.length === 0
    ? undefined
    : { row: 4, verdict: "inconclusive", inconclusive: "provider", reasons };
}

function faultsOf(name: string, { table, examples, calls, errors }: Arm, budget: number): readonly string[] {
  const scored = table.ids.length;
  const fatal = errors.find((error) => error.class === "provider_fatal");
  const tooFew = scored < FEWEST_EXAMPLES || scored < LEAST_SCORED * examples - 1e-9;
  return [
    ...(fatal === undefined ? [] : [`${name} was refused by the provider${statusText(fatal)}`]),
    ...(isOver(errors.length, calls, budget)
      ? [`${errors.length} of ${calls} calls of ${name} ended in an error (budget ${percentText(budget)})`]
      : []),
    ...(tooFew ? [`only ${scored} of ${examples} examples of ${name} could be scored`] : []),
  ];
}

const statusText = ({ status, quota }: ArmError): string =>
  quota === true ? " (quota)" : status === undefined ? "" : ` (HTTP ${status})`;
