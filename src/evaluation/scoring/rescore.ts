import type { Example } from "../../prompts/examples/example.ts";
import { repeatsOf } from "../../prompts/examples/example-exceptions.ts";
import type { ScorerConfig } from "../../prompts/metadata.ts";
import { isJudged } from "../judging/resolve-judge.ts";
import type { Answer } from "../request.ts";
import type { Result, Score } from "../result.ts";
import { resultsByExample } from "./example-outcome.ts";
import { ASSERT_SCORER, scorerName } from "./scorer-names.ts";
import type { ScoreAnswer } from "./scoring.ts";

/** What a record of answers claims to answer. */
export interface AnsweredQuestion {
  readonly examples: readonly Example[];
  readonly repeats: number;
  /** Those that give the same score to the same answer every time; others are not held against the record. */
  readonly scorers: readonly ScorerConfig[];
  readonly score: ScoreAnswer;
}

export interface Rescoring {
  /** Examples of which a recorded score is not what the recorded answer gives. */
  readonly differing: readonly string[];
  /** Examples without a row for every repeat, or with a row too many. */
  readonly incomplete: readonly string[];
  /** Rows that no example asked for. */
  readonly unknown: readonly string[];
}

const SAME = 1e-9;

/** Scores recorded answers once more and holds the outcome against the recorded scores. Calls that failed have no answer. */
export async function rescore(question: AnsweredQuestion, rows: readonly Result[]): Promise<Rescoring> {
  const byExample = resultsByExample(rows);
  const known = new Set(question.examples.map(({ id }) => id));
  const differing: string[] = [];
  const incomplete: string[] = [];
  for (const example of question.examples) {
    const own = byExample.get(example.id) ?? [];
    if (!isWhole(own, repeatsOf(example, question.repeats))) incomplete.push(example.id);
    else if (!(await holds(question, example, own))) differing.push(example.id);
  }
  return { differing, incomplete, unknown: [...byExample.keys()].filter((id) => !known.has(id)) };
}

const isWhole = (rows: readonly Result[], repeats: number): boolean =>
  rows.length === repeats && rows.every(({ repeat }, at) => repeat === at + 1);

async function holds(
  { scorers, score }: AnsweredQuestion,
  example: Example,
  rows: readonly Result[],
): Promise<boolean> {
  const repeatable = mayRepeatAsserts(example);
  const compared = [...scorers.map(scorerName), ...(repeatable ? [ASSERT_SCORER] : [])];
  const asked = repeatable ? example : withoutAsserts(example);
  for (const row of rows) {
    const answer = answerOf(row);
    if (answer === undefined || failedToJudge(row)) continue;
    const { scores, error } = await score(asked, answer, row.costUsd, row.cached);
    if ((error === undefined) !== (row.error === undefined)) return false;
    if (!compared.every((name) => isSame(named(scores, name), named(row.scores, name)))) return false;
  }
  return true;
}

/** Of a conversation only the last answer is on record, and a judge may change its mind. */
const mayRepeatAsserts = ({ messages = [], assert = [] }: Example): boolean =>
  messages.every((turn) => turn.assert === undefined) && !assert.some(isJudged);

const withoutAsserts = ({ assert: _, ...example }: Example): Example => ({
  ...example,
  ...(example.messages === undefined
    ? {}
    : { messages: example.messages.map(({ role, content }) => ({ role, content })) }),
});

/** What kept a judge from judging is not to be had again. */
const failedToJudge = ({ error, judging }: Result): boolean => error !== undefined && judging !== undefined;

function answerOf({ output, finishReason, latencyMs, usage }: Result): Answer | undefined {
  if (output === null) return undefined;
  return {
    kind: "answer",
    text: output,
    finishReason: finishReason ?? "unknown",
    latencyMs: latencyMs ?? 0,
    ...(usage === null ? {} : { usage }),
  };
}

const named = (scores: readonly Score[], name: string): Score | undefined =>
  scores.find(({ scorer }) => scorer === name);

function isSame(now: Score | undefined, recorded: Score | undefined): boolean {
  if (now?.kind !== "scored" || recorded?.kind !== "scored") return now?.kind === recorded?.kind;
  return (
    now.passed === recorded.passed &&
    Math.abs(now.value - recorded.value) < SAME &&
    haveSameCounts(now.counts ?? {}, recorded.counts ?? {})
  );
}

function haveSameCounts(
  now: Readonly<Record<string, number>>,
  recorded: Readonly<Record<string, number>>,
): boolean {
  const names = new Set([...Object.keys(now), ...Object.keys(recorded)]);
  return [...names].every((name) => Math.abs((now[name] ?? 0) - (recorded[name] ?? 0)) < SAME);
}
