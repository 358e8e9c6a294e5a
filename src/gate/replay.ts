import type { EvalReport, Verdict } from "../evaluation/report.ts";
import type { Result } from "../evaluation/result.ts";
import { decide } from "./decide.ts";
import type { Arm, Decision, GateInput, GatePolicy, InconclusiveCause } from "./decision.ts";
import { errorsOnArms } from "./errors-on-arms.ts";
import type { Evidence } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import { type ArmMeasure, measuredArm } from "./measured-arm.ts";
import { ruleOnComparison } from "./rules-on-comparison.ts";
import { isSmoke, ruleOnThreshold } from "./rules-on-threshold.ts";
import { reachesDrop } from "./threshold.ts";

/** What a run's line in the history says of its decision. */
export type RecordedFigures = Pick<
  EvalReport,
  "stage" | "score" | "interval" | "threshold" | "verdict" | "counts" | "baseline" | "digests"
>;

/** The answers of a run where they are on record, with those of the version that it was compared with. */
export interface RecordedAnswersOfRun extends ArmMeasure {
  readonly candidate: readonly Result[];
  readonly baseline?: readonly Result[];
  /** Of both arms, the fresh run that confirmed it. */
  readonly confirmation?: { readonly candidate: readonly Result[]; readonly baseline: readonly Result[] };
}

/** All that is known of a run that was decided. */
export interface RecordedRunOfTask {
  readonly figures: RecordedFigures;
  readonly answers?: RecordedAnswersOfRun;
  /** What the baseline had scored when it was promoted, where that is on record. */
  readonly citedScore?: number;
  /** Whose word let it pass after its deployment, where its drop was neither proven nor excluded. */
  readonly accepted?: GateInput["accepted"];
}

export interface Replay {
  readonly verdict: Verdict;
  /**
   * `answers`: the whole gate over the recorded answers. `figures`: its rules over score, interval and comparison as they
   * were recorded. `none`: the verdict rested on no score and stands.
   */
  readonly basis: "answers" | "figures" | "none";
  /** Of an inconclusive verdict that rests on scores. */
  readonly cause?: InconclusiveCause;
  /** The deciding sentence first. */
  readonly reasons: readonly string[];
  /** All of it, where it rests on answers. */
  readonly decision?: Decision;
}

/** With less of the examples scored the gate looks at no score (row 4 of its table). */
const LEAST_SCORED = 0.8;
const FEWEST_SCORED = 5;

/** What the gate decides about a recorded run under this policy. Nobody is asked anything. */
export function replay(run: RecordedRunOfTask, policy: GatePolicy): Replay {
  if (!restsOnScore(run.figures)) return { verdict: run.figures.verdict, basis: "none", reasons: [] };
  return replayAnswers(run, policy) ?? replayFigures(run, policy);
}

function restsOnScore({ score, verdict, counts }: RecordedFigures): boolean {
  if (score === null || verdict === "error" || verdict === "unhealthy") return false;
  return counts.scored >= FEWEST_SCORED && counts.scored >= LEAST_SCORED * counts.examples;
}

/** Undefined where the answers are not all that was decided on: in the repository only the first of two runs is on record. */
function replayAnswers(run: RecordedRunOfTask, policy: GatePolicy): Replay | undefined {
  const { figures, answers } = run;
  if (answers === undefined || (figures.baseline === null) !== (answers.baseline === undefined))
    return undefined;
  const { confirmation } = answers;
  const all = [answers, ...(confirmation === undefined ? [] : [confirmation])].flatMap(
    ({ candidate, baseline = [] }) => [...candidate, ...baseline],
  );
  const arm = (results: readonly Result[]): Arm => measuredArm(answers, results, all);
  const baseline = answers.baseline === undefined ? undefined : arm(answers.baseline);
  const input = inputOf(run, policy, arm(answers.candidate), baseline);
  const decision = decide({ ...input, ...confirmedBy(confirmation, arm) });
  const isWhole =
    isSame(decision.score ?? null, figures.score) &&
    isSame(decision.baseline?.score ?? null, figures.baseline?.score ?? null);
  return isWhole ? { ...replayed("answers", decision), decision } : undefined;
}

const replayed = (basis: "answers" | "figures", { verdict, inconclusive, reasons }: Finding): Replay => ({
  ...{ verdict, basis, reasons },
  ...(inconclusive === undefined ? {} : { cause: inconclusive }),
});

function confirmedBy(
  confirmation: RecordedAnswersOfRun["confirmation"],
  arm: (results: readonly Result[]) => Arm,
): Pick<GateInput, "confirmation"> {
  if (confirmation === undefined) return {};
  return { confirmation: { candidate: arm(confirmation.candidate), baseline: arm(confirmation.baseline) } };
}

const SAME = 1e-9;

const isSame = (now: number | null, recorded: number | null): boolean =>
  now === null || recorded === null ? now === recorded : Math.abs(now - recorded) < SAME;

function replayFigures(run: RecordedRunOfTask, policy: GatePolicy): Replay {
  const fault = recordedErrors(run, policy);
  if (fault !== undefined) return replayed("figures", fault);
  const evidence = recordedEvidence(run.figures, policy);
  const arm = emptyArm(run.figures);
  const input = inputOf(run, policy, arm, run.figures.baseline === null ? undefined : arm);
  return replayed("figures", ruleOn(input, evidence));
}

/** Of the baseline's calls only figures are left. */
function recordedErrors(run: RecordedRunOfTask, policy: GatePolicy): Finding | undefined {
  const { answers } = run;
  if (answers === undefined) return undefined;
  const candidate = measuredArm(answers, answers.candidate, answers.candidate);
  return errorsOnArms(inputOf(run, policy, candidate, undefined));
}

function ruleOn(input: GateInput, evidence: Evidence): Finding {
  const { comparison } = evidence;
  return comparison === undefined || isSmoke(input)
    ? ruleOnThreshold(input, evidence)
    : ruleOnComparison(input, { ...evidence, comparison });
}

function inputOf(
  { figures, citedScore, accepted }: RecordedRunOfTask,
  policy: GatePolicy,
  candidate: Arm,
  baseline: Arm | undefined,
): GateInput {
  const { stage, verdict, digests } = figures;
  const isBefore = stage === "candidate" || stage === "production" || verdict === "fail";
  const version = figures.baseline?.version ?? "?";
  const cited = citedScore === undefined ? {} : { citedScore };
  return {
    phase: isBefore ? "before" : "after",
    policy,
    candidate,
    ...(baseline === undefined ? {} : { baseline: { arm: baseline, version, ...cited } }),
    ...(isBefore || accepted === undefined ? {} : { accepted }),
    invalid: [],
    seed: Number.parseInt(digests.evaluation.slice(0, 8), 16),
  };
}

function recordedEvidence(figures: RecordedFigures, policy: GatePolicy): Evidence {
  const { score, interval, baseline } = figures;
  const common = { score: score ?? 0, runs: 1 as const, ...(interval === null ? {} : { interval }) };
  if (baseline === null || baseline.difference === null || baseline.score === null) return common;
  const drop = baseline.difference === 0 ? 0 : -baseline.difference;
  const pValue = baseline.p_value ?? 1;
  const provenDrop =
    pValue < policy.alpha && reachesDrop(drop, policy.maxRegression) && common.score < baseline.score;
  return {
    ...common,
    comparison: {
      pairs: { before: EMPTY, after: EMPTY },
      baselineScore: baseline.score,
      drop,
      test: {
        pValue,
        test: baseline.test ?? "mcnemar_exact",
        better: baseline.better,
        worse: baseline.worse,
      },
      provenDrop,
      provenThroughout: provenDrop,
      ...(baseline.interval === null ? {} : { interval: baseline.interval }),
    },
  };
}

const EMPTY: Arm["table"] = {
  metric: "",
  binary: true,
  ids: [],
  width: 1,
  counts: new Float64Array(),
  compute: () => undefined,
};

const emptyArm = ({ counts }: RecordedFigures): Arm => ({
  table: EMPTY,
  examples: counts.examples,
  calls: counts.examples,
  errors: [],
});
