import type { Example, FlakyRule } from "../../prompts/examples/example.ts";
import { exampleGroups } from "../example-groups.ts";
import type { Result, ScoredAnswer } from "../result.ts";

export type ExampleStatus = "passed" | "failed" | "error" | "unscored";

/** What one arm says of one example: passed when every scored repeat did. */
export interface ExampleOutcome {
  readonly status: ExampleStatus;
  /** Mean over the scored repeats, in [0, 1]; null where there is none. */
  readonly value: number | null;
  /** The first repeat that did not pass, else the first. */
  readonly shown: Result | undefined;
  readonly why: string;
}

/** The scores that the gate's metric is made of; all of them where the metric is no single scorer's. */
export function decidingScores(result: Result, metric: string): readonly ScoredAnswer[] {
  const scorer = metric.slice(0, Math.max(0, metric.lastIndexOf(".")));
  const own = result.scores.filter((score) => score.scorer === scorer);
  return (own.length > 0 ? own : result.scores).filter((score) => score.kind === "scored");
}

/**
 * Folds an example's repeats. An error is only its status when no repeat could be scored. With a rule of its own, the answers
 * that stand by it decide.
 */
export function outcomeOf(all: readonly Result[], metric: string, rule?: FlakyRule): ExampleOutcome {
  const results = rule === undefined ? all : standingRows(all, rule, metric);
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

function unscoredOutcome(results: readonly Result[]): ExampleOutcome {
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

/** The outcome of every example that has results, by its id, one at a time. */
export function* outcomesOf(
  results: readonly Result[],
  metric: string,
  examples: readonly Example[],
): Generator<readonly [string, ExampleOutcome]> {
  const rules = flakyRules(examples);
  for (const [id, rows] of exampleGroups(results)) yield [id, outcomeOf(rows, metric, rules.get(id))];
}

/** By id, the rules of examples that have one of their own. */
export function flakyRules(examples: readonly Example[]): ReadonlyMap<string, FlakyRule> {
  const rules = new Map<string, FlakyRule>();
  for (const { id, flaky } of examples) if (flaky !== undefined) rules.set(id, flaky);
  return rules;
}

/** The answers of one example that its rule lets stand for all of them; unscored ones where they leave it open. */
export function standingRows(
  rows: readonly Result[],
  { pass, of }: FlakyRule,
  metric: string,
): readonly Result[] {
  const isScored = (row: Result): boolean =>
    row.error === undefined && decidingScores(row, metric).length > 0;
  const passed = rows.filter((row) => isScored(row) && passes(row, metric));
  const failed = rows.filter((row) => isScored(row) && !passes(row, metric));
  if (passed.length >= pass) return passed;
  return failed.length > of - pass ? failed : rows.filter((row) => !isScored(row));
}

/** Results by their example's id, in the order in which the results name them first. */
export const resultsByExample = (results: Iterable<Result>): ReadonlyMap<string, readonly Result[]> =>
  new Map(exampleGroups([...results]));

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
