import { systemPace } from "../../evaluation/adapters/system-pace.ts";
import type { Digests, EvalReport } from "../../evaluation/report.ts";
import type { Result } from "../../evaluation/result.ts";
import type { Budget } from "../../evaluation/running/budget.ts";
import { type Evaluated, type ExampleUnit, evaluate } from "../../evaluation/running/evaluate.ts";
import {
  type AnswerMemory,
  DEFAULT_RUN_LIMITS,
  type RunEnd,
  type Spending,
} from "../../evaluation/running/run.ts";
import type { Counting } from "../../evaluation/scoring/counted-results.ts";
import { decideAgain } from "../../gate/asked-again.ts";
import { assembleReport } from "../../gate/assemble-report.ts";
import type { Decision, GateInput } from "../../gate/decision.ts";
import { type Judgement, judge, type NamedArm, type Round } from "../../gate/judge.ts";
import { gatePolicy } from "../../gate/policy.ts";
import type { Example } from "../../prompts/examples/example.ts";
import { countingExamples } from "../../prompts/examples/example-exceptions.ts";
import type { Workspace } from "../frame/workspace.ts";
import { type JudgeSetup, type JudgeWish, openJudges } from "./asking/judging.ts";
import { scorersWithPorts } from "./asking/scorer-ports.ts";
import type { PlannedArms } from "./planning/arm-plan.ts";
import { earlierNames, isSameModel } from "./planning/earlier-names.ts";
import type { ReadyTask } from "./ready-task.ts";
import type { RunFolder } from "./runs/run-folder.ts";
import { type ArmName, roundRows, rowsName } from "./runs/run-rows.ts";

export interface TaskEvaluation {
  readonly report: EvalReport;
  /** Figures without texts; `rows` has those. */
  readonly candidate: readonly Result[];
  readonly baseline?: readonly Result[];
  readonly examples: readonly Example[];
  readonly end: RunEnd;
  readonly decision: Decision;
  /** The first run's rows with all their texts, read from disk one at a time. */
  rows(arm: ArmName): Iterable<Result>;
  /** Those of the fresh run that confirmed it; undefined where there was none. */
  confirmationRows(arm: ArmName): Iterable<Result> | undefined;
}

/** What is evaluated, on which examples, and where its rows go. */
export interface EvaluationSubject {
  readonly ready: ReadyTask;
  readonly arms: PlannedArms;
  readonly examples: readonly Example[];
  readonly digests: Digests;
  readonly repeats: number;
  readonly folder: RunFolder;
  /** Who judges the answers, where a model does. */
  readonly judges?: JudgeSetup;
}

export interface EvaluationWish {
  readonly phase: GateInput["phase"];
  readonly stage: string;
  readonly concurrency: number;
  readonly evidence: EvalReport["evidence"];
  readonly signal: AbortSignal;
  readonly live?: GateInput["live"];
  readonly accepted?: GateInput["accepted"];
  readonly spending?: Spending<ExampleUnit>;
  /** What judges are paid from; they are asked about answers made elsewhere too. */
  readonly budget?: Budget;
  readonly memory?: AnswerMemory<ExampleUnit>;
  /** Judgements of earlier runs may stand in for new ones. */
  readonly remembersJudgements?: boolean;
  /** The run whose failures alone are asked again: then nothing is decided about the prompt. */
  readonly onlyFailedOf?: string;
  onResult?(arm: string, result: Result): void;
}

/** Evaluates one task's arms and judges them; rows go to the run's folder, nothing else is written. */
export async function evaluateTask(
  workspace: Workspace,
  subject: EvaluationSubject,
  wish: EvaluationWish,
): Promise<TaskEvaluation> {
  const { metadata } = subject.ready;
  const { arms, digests, examples } = subject;
  const counting = countingOf(subject);
  const judged = await judge({
    phase: wish.phase,
    policy: gatePolicy(metadata.evaluation, workspace.repository.config.gate),
    scorers: metadata.evaluation.scorers,
    metric: metadata.evaluation.metric,
    examples: countingExamples(examples, counting.today).length,
    counting,
    candidate: arms.candidate.asker,
    ...(arms.baseline === undefined ? {} : { baseline: arms.baseline }),
    invalid: [],
    ...(wish.live === undefined ? {} : { live: wish.live }),
    ...(wish.accepted === undefined ? {} : { accepted: wish.accepted }),
    isPersonal: metadata.data === "personal",
    seed: Number.parseInt(digests.evaluation.slice(0, 8), 16),
    run: (named, round) => measureRound(workspace, subject, wish, named, round),
  });
  const judgement = { ...judged, decision: finalDecision(subject, wish, judged) };
  return taskEvaluation(subject, judgement, await reportOf(workspace, subject, wish, judgement));
}

/** As of the day on which the run was begun, so that a resumed one counts the same. */
const countingOf = ({ ready, examples, repeats, folder }: EvaluationSubject): Counting => ({
  examples,
  metric: ready.metadata.evaluation.metric,
  repeats,
  today: folder.record.at.slice(0, 10),
});

/** Asks the arms on a subject's examples; every row is on disk as soon as it is known. */
export async function measureRound(
  workspace: Workspace,
  { ready, arms, examples, repeats, folder, judges }: EvaluationSubject,
  wish: EvaluationWish,
  named: readonly NamedArm[],
  round: Round,
): Promise<Evaluated> {
  const usesTools = [arms.candidate, arms.baseline].some((arm) => arm?.prompt.tools !== undefined);
  const rows = roundRows(folder, named, round, { examples, repeats, usesTools });
  const open = judges === undefined ? undefined : openJudges(judges, judgeWish(workspace, wish, round));
  try {
    return await evaluate({
      arms: named,
      examples,
      scorers: ready.metadata.evaluation.scorers,
      scorerTypes: scorersWithPorts(workspace.repository, arms.candidate.prompt, open),
      repeats,
      limits: { ...DEFAULT_RUN_LIMITS, concurrency: wish.concurrency },
      pace: systemPace,
      signal: wish.signal,
      ...(wish.spending === undefined ? {} : { spending: wish.spending }),
      ...(wish.memory === undefined || round === "confirmation" ? {} : { memory: wish.memory }),
      known: rows.known,
      answered: rows.answered,
      onResult: (arm, result) => {
        rows.onResult(arm, result);
        wish.onResult?.(arm, result);
      },
    });
  } finally {
    open?.close();
    rows.finish();
  }
}

/** A confirmation is judged afresh too. */
const judgeWish = ({ root }: Workspace, wish: EvaluationWish, round: Round): JudgeWish => ({
  root,
  concurrency: wish.concurrency,
  signal: wish.signal,
  usesMemory: wish.remembersJudgements === true && round === "first",
  ...(wish.budget === undefined ? {} : { budget: wish.budget }),
});

/** The record of what was measured and decided. */
export async function reportOf(
  workspace: Workspace,
  subject: EvaluationSubject,
  { stage, evidence }: EvaluationWish,
  judgement: Judgement,
): Promise<EvalReport> {
  const { ready, arms, digests, examples, folder } = subject;
  const { provider, name } = arms.candidate.prompt.model;
  return assembleReport(
    {
      runId: folder.record.run_id,
      stage,
      version: arms.candidate.version,
      model: { provider, name },
      digests,
      evidence,
      at: new Date().toISOString(),
      commit: (await workspace.git.head()) ?? null,
      metadata: ready.metadata,
      examples,
      counting: countingOf(subject),
      policy: gatePolicy(ready.metadata.evaluation, workspace.repository.config.gate),
      isOneModel: isSameModel(arms.candidate.prompt.model, arms.baseline?.prompt.model),
      earlier: earlierNames(workspace.repository, ready, arms),
    },
    judgement,
  );
}

function finalDecision(
  { ready, examples }: EvaluationSubject,
  wish: EvaluationWish,
  judged: Judgement,
): Decision {
  const runId = wish.onlyFailedOf;
  if (runId === undefined || judged.end.kind !== "complete") return judged.decision;
  const { evaluation, data } = ready.metadata;
  return decideAgain(judged.decision, judged.candidate, {
    metric: evaluation.metric,
    runId,
    isPersonal: data === "personal",
    examples,
  });
}

export function taskEvaluation(
  { examples, folder }: EvaluationSubject,
  { candidate, baseline, isBaselineStored, isConfirmed, end, decision }: Judgement,
  report: EvalReport,
): TaskEvaluation {
  const rowsOf = (name: ArmName, round: Round): Iterable<Result> => {
    const isStored = name === "baseline" && isBaselineStored;
    return folder.rows(rowsName({ name, ...(isStored ? { stored: true } : {}) }, round));
  };
  return {
    report,
    candidate,
    ...(baseline === undefined ? {} : { baseline }),
    examples,
    end,
    decision,
    rows: (name) => rowsOf(name, "first"),
    confirmationRows: (name) => (isConfirmed ? rowsOf(name, "confirmation") : undefined),
  };
}
