import type { Result } from "../evaluation/result.ts";
import {
  type ExampleOutcome,
  type ExampleStatus,
  outcomeOf,
  resultsByExample,
} from "../evaluation/scoring/example-outcome.ts";
import type { Example } from "../prompts/examples/example.ts";
import type { ExampleException } from "../prompts/examples/example-exceptions.ts";
import type { Json } from "../prompts/reading/json.ts";
import { readableAnswer, readableJson } from "./readable-json.ts";
import type { ReportedRun } from "./reported-run.ts";

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
  /** The input's longest text, for a line that has no room for all of it. */
  readonly gist: string;
  readonly expected: string | null;
  readonly answer: string | null;
  readonly answerBefore: string | null;
  readonly why: string;
  readonly tags: readonly string[];
}

export const WITHHELD = "(withheld: personal data)";

const TOLERANCE = 1e-9;

/** One row an example that was asked, in the order of the results. */
export function exampleRows(run: ReportedRun): readonly ExampleRow[] {
  const examples = new Map(run.examples.map((example) => [example.id, example]));
  const now = resultsByExample(run.results);
  const before = resultsByExample(run.baselineResults ?? []);
  return [...now].map(([id, results]) => {
    const { metric, exceptions = {} } = run.report;
    const rule = examples.get(id)?.flaky;
    const outcome = outcomeOf(results, metric, rule);
    const earlier = before.get(id);
    return rowOf(
      id,
      withException(outcome, results, { metric, exception: exceptions[id] }),
      earlier === undefined ? undefined : outcomeOf(earlier, metric, rule),
      run.data === "personal" ? WITHHELD : examples.get(id),
    );
  });
}

/** Says of what is judged otherwise how it is judged. */
function withException(
  outcome: ExampleOutcome,
  results: readonly Result[],
  { metric, exception }: { readonly metric: string; readonly exception: ExampleException | undefined },
): ExampleOutcome {
  if (exception === undefined) return outcome;
  if ("quarantined_until" in exception)
    return {
      ...outcome,
      why: `in quarantine until ${exception.quarantined_until}, does not count; ${outcome.why}`,
    };
  const passed = results.filter((one) => outcomeOf([one], metric).status === "passed").length;
  return {
    ...outcome,
    why: `passed ${passed} of ${results.length}, ${exception.pass} needed; ${outcome.why}`,
  };
}

function changeOf(now: ExampleOutcome, before: ExampleOutcome | undefined): ExampleChange {
  if (before?.value == null || now.value === null) return "uncompared";
  if (now.status !== before.status) return now.status === "failed" ? "newly_failing" : "newly_passing";
  if (now.value < before.value - TOLERANCE) return "worse";
  return now.value > before.value + TOLERANCE ? "better" : "same";
}

function rowOf(
  id: string,
  now: ExampleOutcome,
  before: ExampleOutcome | undefined,
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
    gist: example === undefined ? "" : gistOf(example),
    expected: example?.expected === undefined ? null : textOf(example.expected),
    answer: answerText(now.shown),
    answerBefore: answerText(before?.shown),
    why: now.why,
    tags: example?.tags ?? [],
  };
}

function withheldTexts(
  now: ExampleOutcome,
): Pick<ExampleRow, "input" | "gist" | "expected" | "answer" | "answerBefore" | "why" | "tags"> {
  const names = now.shown?.scores.map((score) => score.scorer) ?? [];
  const why = now.status === "error" ? `${now.shown?.error?.class ?? "error"}` : names.join(", ");
  return {
    input: WITHHELD,
    gist: WITHHELD,
    expected: null,
    answer: WITHHELD,
    answerBefore: null,
    why,
    tags: [],
  };
}

function inputText(example: Example): string {
  const turns = (example.messages ?? []).map((message) => `${message.role}: ${message.content}`);
  return Object.keys(example.input ?? {}).length === 0 ? turns.join("\n") : textOf(example.input);
}

function gistOf(example: Example): string {
  const texts = Object.values(example.input ?? {}).filter((value) => typeof value === "string");
  const [longest] = [...texts].sort((a, b) => b.length - a.length);
  return longest ?? inputText(example);
}

const textOf = (value: Json): string => (typeof value === "string" ? value : readableJson(value));

const answerText = (result: Result | undefined): string | null =>
  result?.output == null ? null : readableAnswer(result.output);
