import type { Result, ScoredAnswer } from "../evaluation/result.ts";
import type { Example } from "../prompts/example.ts";
import type { Json } from "../prompts/json.ts";
import { readableAnswer, readableJson } from "./readable-json.ts";
import type { ReportedRun } from "./reported-run.ts";

export type ExampleStatus = "passed" | "failed" | "error" | "unscored";

/** Against the baseline. `worse` and `better` kept their status; `uncompared` was not scored by both arms. */
export type ExampleChange = "newly_failing" | "newly_passing" | "worse" | "better" | "same" | "uncompared";

/** One example of a run as a reader sees it: repeats folded, texts readable, personal data withheld. */
export interface ExampleRow {
  readonly id: string;
  readonly status: ExampleStatus;
  readonly change: ExampleChange;
  /** Mean over the scored repeats, in [0, 1]; null where there is none. */
  readonly value: number | null;
  readonly valueBefore: number | null;
  readonly input: string;
  readonly expected: string | null;
  readonly answer: string | null;
  readonly answerBefore: string | null;
  readonly why: string;
  readonly tags: readonly string[];
}

export const WITHHELD = "(withheld: personal data)";

const TOLERANCE = 1e-9;

/** What one arm says of one example: passed when every scored repeat did. */
export interface Outcome {
  readonly status: ExampleStatus;
  readonly value: number | null;
  /** The first repeat that did not pass, else the first. */
  readonly shown: Result | undefined;
  readonly why: string;
}

/** One row an example that was asked, in the order of the results. */
export function exampleRows(run: ReportedRun): readonly ExampleRow[] {
  const examples = new Map(run.examples.map((example) => [example.id, example]));
  const now = byExample(run.results);
  const before = byExample(run.baselineResults ?? []);
  return [...now].map(([id, results]) => {
    const outcome = outcomeOf(results, run.report.metric);
    const earlier = before.get(id);
    return rowOf(
      id,
      outcome,
      earlier === undefined ? undefined : outcomeOf(earlier, run.report.metric),
      run.data === "personal" ? WITHHELD : examples.get(id),
    );
  });
}

/** The scores that the gate's metric is made of; all of them where the metric is no single scorer's. */
export function decidingScores(result: Result, metric: string): readonly ScoredAnswer[] {
  const scorer = metric.slice(0, Math.max(0, metric.lastIndexOf(".")));
  const scored = result.scores.filter((score) => score.kind === "scored");
  const own = scored.filter((score) => score.scorer === scorer);
  return own.length > 0 ? own : scored;
}

/** Folds an example's repeats. An error is only its status when no repeat could be scored. */
export function outcomeOf(results: readonly Result[], metric: string): Outcome {
  const scored = results.filter((one) => one.error === undefined && decidingScores(one, metric).length > 0);
  if (scored.length === 0) return unscoredOutcome(results);
  const failing = scored.find((one) => !passes(one, metric));
  const shown = failing ?? scored[0];
  const values = scored.map((one) => mean(decidingScores(one, metric).map((score) => score.value)));
  return {
    status: failing === undefined ? "passed" : "failed",
    value: mean(values),
    shown,
    why: shown === undefined ? "" : explain(shown, metric),
  };
}

function unscoredOutcome(results: readonly Result[]): Outcome {
  const shown = results.find((one) => one.error !== undefined) ?? results[0];
  if (shown?.error === undefined) return { status: "unscored", value: null, shown, why: "not scored" };
  return { status: "error", value: null, shown, why: `${shown.error.class}: ${shown.error.message}` };
}

/** Whether every score that decides is a pass. */
export function passes(result: Result, metric: string): boolean {
  return decidingScores(result, metric).every((score) => score.passed);
}

function explain(result: Result, metric: string): string {
  const scores = decidingScores(result, metric);
  const told = scores.filter((score) => !score.passed);
  return (told.length > 0 ? told : scores).map((score) => `${score.scorer}: ${score.why}`).join("; ");
}

function changeOf(now: Outcome, before: Outcome | undefined): ExampleChange {
  if (before?.value == null || now.value === null) return "uncompared";
  if (now.status !== before.status) return now.status === "failed" ? "newly_failing" : "newly_passing";
  if (now.value < before.value - TOLERANCE) return "worse";
  return now.value > before.value + TOLERANCE ? "better" : "same";
}

function rowOf(
  id: string,
  now: Outcome,
  before: Outcome | undefined,
  example: Example | undefined | typeof WITHHELD,
): ExampleRow {
  const figures = {
    id,
    status: now.status,
    change: changeOf(now, before),
    value: now.value,
    valueBefore: before?.value ?? null,
  };
  if (example === WITHHELD) return { ...figures, ...withheldTexts(now) };
  return {
    ...figures,
    input: example === undefined ? "" : inputText(example),
    expected: example?.expected === undefined ? null : textOf(example.expected),
    answer: answerText(now.shown),
    answerBefore: answerText(before?.shown),
    why: now.why,
    tags: example?.tags ?? [],
  };
}

function withheldTexts(
  now: Outcome,
): Pick<ExampleRow, "input" | "expected" | "answer" | "answerBefore" | "why" | "tags"> {
  const names = now.shown?.scores.map((score) => score.scorer) ?? [];
  const why = now.status === "error" ? `${now.shown?.error?.class ?? "error"}` : names.join(", ");
  return { input: WITHHELD, expected: null, answer: WITHHELD, answerBefore: null, why, tags: [] };
}

function inputText(example: Example): string {
  const turns = (example.messages ?? []).map((message) => `${message.role}: ${message.content}`);
  return Object.keys(example.input ?? {}).length === 0 ? turns.join("\n") : textOf(example.input);
}

const textOf = (value: Json): string => (typeof value === "string" ? value : readableJson(value));

const answerText = (result: Result | undefined): string | null =>
  result?.output == null ? null : readableAnswer(result.output);

function byExample(results: readonly Result[]): ReadonlyMap<string, readonly Result[]> {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const group = groups.get(result.id);
    if (group === undefined) groups.set(result.id, [result]);
    else group.push(result);
  }
  return groups;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
