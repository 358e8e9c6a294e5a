import type { Example } from "../../prompts/examples/example.ts";
import { answersWanted, repeatsOf } from "../../prompts/examples/example-exceptions.ts";
import type { ScorerConfig } from "../../prompts/metadata.ts";
import type { JudgeSpend } from "../judging/judge.ts";
import { addSpend } from "../judging/judge-tally.ts";
import type { Reply } from "../request.ts";
import type { Result } from "../result.ts";
import { createFigures } from "../result-figures.ts";
import { outcomeBefore, runResult } from "../run-result.ts";
import type { ScorerType } from "../scoring/scorer.ts";
import { prepareScorers, type ScoreAnswer, type Scoring } from "../scoring/scoring.ts";
import type { Asker } from "./asker.ts";
import { interleave } from "./interleave.ts";
import type { Pace } from "./pace.ts";
import type { AnswerMemory, Outcome, RunEnd, RunLimits, Spending, Unit } from "./run.ts";
import { runExamples } from "./run-examples.ts";

/** A unit together with its example. */
export interface ExampleUnit extends Unit {
  readonly example: Example;
  /** Its place in the order of examples and repeats. */
  readonly at: number;
}

export interface Evaluation {
  /** Asked in turn, so that what is compared meets the same weather. */
  readonly arms: readonly { readonly name: string; readonly asker: Asker }[];
  readonly examples: readonly Example[];
  readonly scorers: readonly ScorerConfig[];
  /** The types that they may be of, with what those need from the outside. */
  readonly scorerTypes: ReadonlyMap<string, ScorerType>;
  /** Answers for each example that has no rule of its own, from 1. */
  readonly repeats: number;
  readonly limits: RunLimits;
  readonly pace: Pace;
  readonly spending?: Spending<ExampleUnit>;
  readonly memory?: AnswerMemory<ExampleUnit>;
  readonly signal?: AbortSignal;
  /** Told each result with all its texts as it comes, in the order of arrival. */
  onResult?(arm: string, result: Result): void | Promise<void>;
  /** What an earlier, interrupted run knows already; it is not asked again. */
  known?(arm: string, id: string, repeat: number): Result | undefined;
  /** What it was answered and could not score: it is scored now, not asked again. */
  answered?(arm: string, example: Example, repeat: number): Result | undefined;
}

export interface Evaluated {
  readonly end: RunEnd;
  /**
   * By arm, in the order of examples and repeats, whatever the order of arrival; figures only, texts go to `onResult`. Units
   * that were not settled are missing.
   */
  readonly results: ReadonlyMap<string, readonly Result[]>;
  readonly wallMs: number;
}

/** Asks every arm every example, scores the answers and returns the results in example order. */
export async function evaluate(evaluation: Evaluation): Promise<Evaluated> {
  const { arms, pace } = evaluation;
  const started = pace.now();
  const score = prepareScorers(evaluation.scorers, evaluation.scorerTypes);
  const slots = new Map(arms.map(({ name }) => [name, emptySlots(evaluation)]));
  const askers = new Map(arms.map(({ name, asker }) => [name, asker]));
  const figuresOf = createFigures();
  const keep = ({ arm, at }: ExampleUnit, result: Result): void => {
    const figures = slots.get(arm);
    if (figures !== undefined) figures[at] = figuresOf(result);
  };
  const end = await runExamples<ExampleUnit>({
    units: interleave(arms.map(({ name }) => openUnits(evaluation, name, keep))),
    limits: evaluation.limits,
    pace,
    ...(evaluation.spending === undefined ? {} : { spending: evaluation.spending }),
    ...(evaluation.memory === undefined ? {} : { memory: evaluation.memory }),
    ...(evaluation.signal === undefined ? {} : { signal: evaluation.signal }),
    ask: (unit, signal) => askUnit(askers.get(unit.arm), unit, signal),
    answered: ({ arm, example, repeat }) => {
      const before = evaluation.answered?.(arm, example, repeat);
      return before === undefined ? undefined : outcomeBefore(before);
    },
    settle: async (unit, outcome) => {
      const judged = await judgedAnswer(unit, outcome, score);
      const before = evaluation.answered?.(unit.arm, unit.example, unit.repeat)?.judging;
      const result = runResult(unit.id, unit.repeat, outcome, withEarlier(judged, before));
      keep(unit, result);
      await evaluation.onResult?.(unit.arm, result);
      if (judged.ended !== undefined) throw judged.ended;
    },
  });
  const results = new Map(
    [...slots].map(([arm, figures]) => [arm, figures.filter((one) => one !== undefined)]),
  );
  return { end, results, wallMs: Math.round(pace.now() - started) };
}

const emptySlots = ({ examples, repeats }: Evaluation): (Result | undefined)[] =>
  Array.from({ length: answersWanted(examples, repeats) }, () => undefined);

function* openUnits(
  evaluation: Evaluation,
  arm: string,
  keep: (unit: ExampleUnit, result: Result) => void,
): Generator<ExampleUnit> {
  let at = 0;
  for (const example of evaluation.examples) {
    for (let repeat = 1; repeat <= repeatsOf(example, evaluation.repeats); repeat += 1) {
      const unit: ExampleUnit = { arm, id: example.id, repeat, example, at };
      at += 1;
      const known = evaluation.known?.(arm, example.id, repeat);
      if (known === undefined) yield unit;
      else keep(unit, known);
    }
  }
}

function askUnit(asker: Asker | undefined, unit: ExampleUnit, signal: AbortSignal): Promise<Reply> {
  if (asker === undefined) throw new TypeError(`no arm ${unit.arm}`);
  return asker.ask(unit.example, unit.repeat, signal);
}

async function judgedAnswer(
  { example }: ExampleUnit,
  { reply, costUsd, cached }: Outcome,
  score: ScoreAnswer,
): Promise<Scoring> {
  return reply.kind === "error" ? { scores: [] } : score(example, reply, costUsd, cached);
}

/** What judging an answer used in an earlier, interrupted part of the run is part of what the run cost. */
function withEarlier(judged: Scoring, before: JudgeSpend | undefined): Scoring {
  if (before === undefined) return judged;
  return { ...judged, judging: judged.judging === undefined ? before : addSpend(before, judged.judging) };
}
