import type { Example } from "../../prompts/examples/example.ts";
import type { ScorerConfig } from "../../prompts/metadata.ts";
import type { Json } from "../../prompts/reading/json.ts";
import { parseJson } from "../../prompts/reading/parse-json.ts";
import type { JudgeSpend } from "../judging/judge.ts";
import { createJudgeTally } from "../judging/judge-tally.ts";
import type { Answer } from "../request.ts";
import type { ResultError, Score } from "../result.ts";
import { allSettled } from "../running/all-settled.ts";
import { answerAfter, answerPlaces } from "../running/conversation.ts";
import { RunEnded } from "../running/run-ended.ts";
import { SCORER_TYPES } from "../scorers/catalogue.ts";
import { firstFew } from "../scorers/finding.ts";
import { answerText } from "./answer-text.ts";
import { type PreparedScorer, prepareScorer, ScorerFailure } from "./prepared-scorer.ts";
import type { ScorerInput, ScorerType } from "./scorer.ts";
import { ASSERT_SCORER } from "./scorer-names.ts";

/** With `error` (a scorer threw, or a judge could not be asked) there are no scores; the answer is not lost for it. */
export interface Scoring {
  readonly scores: readonly Score[];
  readonly error?: ResultError;
  readonly judging?: JudgeSpend;
  /** The run cannot go on: the judges have to be asked another time. */
  readonly ended?: RunEnded;
}

/** Scores one answer: an entry for each scorer of the task, in their order, then one for the example's own asserts. */
export type ScoreAnswer = (
  example: Example,
  answer: Answer,
  costUsd: number | null,
  cached?: boolean,
) => Promise<Scoring>;

/** Prepares a task's scorers once for a run. The configuration must have passed `checkScorers`. */
export function prepareScorers(
  configs: readonly ScorerConfig[],
  types: ReadonlyMap<string, ScorerType> = SCORER_TYPES,
): ScoreAnswer {
  const scorers = configs.map((config) => prepareScorer(config, types));
  const prepareAsserts = assertPreparation(types);
  return async (example, answer, costUsd, cached = false) => {
    const text = answerText(answer);
    const tally = createJudgeTally();
    const onJudged = (spend: JudgeSpend): void => tally.add(spend);
    const input: ScorerInput = { example, answer, costUsd, cached, text, value: jsonIn(text), onJudged };
    const scoring = await scoreAll(scorers, prepareAsserts(example), input);
    const judging = tally.total();
    return judging === undefined ? scoring : { ...scoring, judging };
  };
}

const NOT_JUDGED: ResultError = {
  class: "harness",
  message: "answered, and not judged before the run ended",
};

async function scoreAll(
  scorers: readonly PreparedScorer[],
  asserts: readonly PreparedAssert[],
  input: ScorerInput,
): Promise<Scoring> {
  try {
    const scores = await allSettled(scorers.map((scorer) => scorer.score(input)));
    return { scores: asserts.length === 0 ? scores : [...scores, await scoreAsserts(asserts, input)] };
  } catch (error) {
    if (error instanceof RunEnded) return { scores: [], error: NOT_JUDGED, ended: error };
    if (!(error instanceof ScorerFailure)) throw error;
    return { scores: [], error: { class: error.errorClass, message: error.message } };
  }
}

/** An assert, and which answer of a conversation it judges: undefined for the last, which is all there is elsewhere. */
interface PreparedAssert extends PreparedScorer {
  readonly turn?: number;
}

/** Asserts of an example and of its turns; prepared once an example, however often it is repeated. Most examples have none. */
function assertPreparation(
  types: ReadonlyMap<string, ScorerType>,
): (example: Example) => readonly PreparedAssert[] {
  const known = new WeakMap<Example, readonly PreparedAssert[]>();
  return (example) => {
    const earlier = known.get(example);
    if (earlier !== undefined) return earlier;
    const prepared = assertsOf(example).map(({ config, turn }) => ({
      ...prepareScorer(config, types),
      ...(turn === undefined ? {} : { turn }),
    }));
    if (prepared.length > 0) known.set(example, prepared);
    return prepared;
  };
}

interface LocatedAssert {
  readonly config: ScorerConfig;
  readonly turn?: number;
}

function assertsOf({ assert = [], messages = [] }: Example): readonly LocatedAssert[] {
  const last = answerPlaces(messages).length - 1;
  const ofTurns = messages.flatMap(({ assert: own = [] }, at) => {
    const turn = answerAfter(messages, at);
    return own.map((config) => (turn === last ? { config } : { config, turn }));
  });
  return [...assert.map((config) => ({ config })), ...ofTurns];
}

/** Passed when all passed; the value is their weighted mean. Unscored ones are left out. */
async function scoreAsserts(asserts: readonly PreparedAssert[], input: ScorerInput): Promise<Score> {
  const all = await allSettled(
    asserts.map(async (one) => ({ weight: one.weight, score: await scoreTurn(one, input) })),
  );
  let value = 0;
  let weights = 0;
  for (const { weight, score } of all) {
    if (score.kind === "unscored") continue;
    value += weight * score.value;
    weights += weight;
  }
  const scorer = ASSERT_SCORER;
  if (weights === 0) return { kind: "unscored", scorer, why: firstFew(all.map(({ score }) => score.why)) };
  const failed = all.map(({ score }) => score).filter((score) => score.kind === "scored" && !score.passed);
  const passed = failed.length === 0;
  const why = passed ? "all asserts hold" : firstFew(failed.map((score) => `${score.scorer}: ${score.why}`));
  return { kind: "scored", scorer, value: Math.min(1, value / weights), passed, why };
}

/** What one turn cost is not known apart from the others. */
async function scoreTurn({ score, turn }: PreparedAssert, input: ScorerInput): Promise<Score> {
  if (turn === undefined) return score(input);
  const answer = input.answer.turns?.[turn];
  if (answer === undefined)
    return { kind: "unscored", scorer: ASSERT_SCORER, why: `the answer to turn ${turn + 1} is not known` };
  const text = answerText(answer);
  const judged = await score({ ...input, answer, costUsd: null, text, value: jsonIn(text) });
  return { ...judged, why: `turn ${turn + 1}, ${judged.why}` };
}

/** Most answers are plain words, and a parser that throws is slow. */
const MAY_BE_JSON = /^\s*["[{\d\-ntf]/;

function jsonIn(text: string): Json | undefined {
  return MAY_BE_JSON.test(text) ? parseJson(text) : undefined;
}
