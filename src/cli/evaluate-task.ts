import { randomBytes } from "node:crypto";
import { createScriptRunner } from "../evaluation/adapters/javascript-worker.ts";
import { systemPace } from "../evaluation/adapters/system-pace.ts";
import { type ExampleUnit, evaluate } from "../evaluation/evaluate.ts";
import type { EvalReport } from "../evaluation/report.ts";
import type { Result } from "../evaluation/result.ts";
import {
  type AnswerMemory,
  DEFAULT_RUN_LIMITS,
  type RunEnd,
  type Spending,
} from "../evaluation/run-examples.ts";
import { scorerTypes } from "../evaluation/scorers/catalogue.ts";
import { assembleReport } from "../gate/assemble-report.ts";
import type { Decision, GateInput } from "../gate/decision.ts";
import { type Judgement, judge, type NamedArm } from "../gate/judge.ts";
import { gatePolicy } from "../gate/policy.ts";
import type { Example } from "../prompts/example.ts";
import type { PlannedArms } from "./arm-plan.ts";
import { digestsOf, type ReadyTask } from "./ready-task.ts";
import type { Workspace } from "./workspace.ts";

export interface TaskEvaluation {
  readonly report: EvalReport;
  readonly candidate: readonly Result[];
  readonly baseline?: readonly Result[];
  readonly examples: readonly Example[];
  readonly end: RunEnd;
  readonly decision: Decision;
}

export interface EvaluationWish {
  readonly phase: GateInput["phase"];
  readonly stage: string;
  readonly concurrency: number;
  readonly repeats: number;
  readonly evidence: EvalReport["evidence"];
  readonly signal: AbortSignal;
  readonly live?: GateInput["live"];
  readonly spending?: Spending<ExampleUnit>;
  readonly memory?: AnswerMemory<ExampleUnit>;
  onResult?(arm: string, result: Result): void;
}

/** Evaluates one task's arms and judges them; nothing is written. */
export async function evaluateTask(
  workspace: Workspace,
  ready: ReadyTask,
  arms: PlannedArms,
  wish: EvaluationWish,
): Promise<TaskEvaluation> {
  const { metadata, examples } = ready;
  const digests = digestsOf(ready, arms.candidate.prompt, wish.repeats);
  const judgement = await judge({
    phase: wish.phase,
    policy: gatePolicy(metadata.evaluation, workspace.repository.config.gate),
    scorers: metadata.evaluation.scorers,
    metric: metadata.evaluation.metric,
    examples: examples.length,
    candidate: arms.candidate.asker,
    ...(arms.baseline === undefined ? {} : { baseline: arms.baseline }),
    invalid: [],
    ...(wish.live === undefined ? {} : { live: wish.live }),
    seed: Number.parseInt(digests.evaluation.slice(0, 8), 16),
    run: (named, fresh) => runArms(workspace, ready, named, fresh ? withoutMemory(wish) : wish),
  });
  const report = assembleReport(
    {
      runId: newRunId(),
      stage: wish.stage,
      version: arms.candidate.version,
      model: { provider: arms.candidate.prompt.model.provider, name: arms.candidate.prompt.model.name },
      digests,
      evidence: wish.evidence,
      at: new Date().toISOString(),
      commit: (await workspace.git.head()) ?? null,
      metadata,
      examples,
    },
    judgement,
  );
  return taskEvaluation(report, judgement, examples);
}

function runArms(workspace: Workspace, ready: ReadyTask, arms: readonly NamedArm[], wish: EvaluationWish) {
  return evaluate({
    arms,
    examples: ready.examples,
    scorers: ready.metadata.evaluation.scorers,
    scorerTypes: scorerTypes({
      scripts: { source: (path) => readText(workspace, path), run: createScriptRunner() },
      tools: ready.candidate.tools ?? [],
    }),
    repeats: wish.repeats,
    limits: { ...DEFAULT_RUN_LIMITS, concurrency: wish.concurrency },
    pace: systemPace,
    signal: wish.signal,
    ...(wish.spending === undefined ? {} : { spending: wish.spending }),
    ...(wish.memory === undefined ? {} : { memory: wish.memory }),
    ...(wish.onResult === undefined ? {} : { onResult: wish.onResult }),
  });
}

function readText({ repository }: Workspace, path: string): string | undefined {
  const bytes = repository.files.read(path);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

function withoutMemory({ memory: _, ...wish }: EvaluationWish): EvaluationWish {
  return wish;
}

function taskEvaluation(
  report: EvalReport,
  judgement: Judgement,
  examples: readonly Example[],
): TaskEvaluation {
  const { candidate, baseline, end, decision } = judgement;
  return { report, candidate, ...(baseline === undefined ? {} : { baseline }), examples, end, decision };
}

/** `run-20261121T020629Z-3f9a1c`: sorts by time, and two runs of one second stay apart. */
function newRunId(): string {
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  return `run-${stamp}-${randomBytes(3).toString("hex")}`;
}
