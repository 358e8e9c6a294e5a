import { describe, expect, it } from "vitest";
import { compileSchema } from "../../src/prompts/adapters/json-schema.ts";
import type { Example } from "../../src/prompts/examples/example.ts";
import { evaluateSampleTask, gateMetric, readSampleTask, type SampleTask } from "./sample-task.ts";

const TASKS = { feature_determination: 110, industry_classification: 60 } as const;
const HARD_CASES = {
  feature_determination: [
    "missing-manufacturer",
    "several-units",
    "misleading-words",
    "orders-to-the-model",
    "de",
    "fr",
  ],
  industry_classification: ["hard-case", "misleading-words", "de"],
} as const;

type TaskName = keyof typeof TASKS;
const NAMES: readonly TaskName[] = ["feature_determination", "industry_classification"];
const LEAST_OF_A_HARD_CASE = 4;
const SAME_TITLE = 0.7;

const normalised = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
const wordsOf = (text: string): ReadonlySet<string> => new Set(normalised(text).split(" "));
const titleOf = (example: Example): string => String(example.input["title"]);

/** Shared words over all words (Jaccard). */
function likeness(a: string, b: string): number {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  const shared = [...left].filter((word) => right.has(word)).length;
  return shared / (left.size + right.size - shared);
}

function demonstratedLines(task: SampleTask, heading: string): readonly string[] {
  const questions = task.prompt.messages.slice(0, -1).filter((message) => message.role === "user");
  const line = new RegExp(`^${heading}: (.+)$`, "mu");
  return questions.map((message) => line.exec(message.content)?.[1] ?? "").filter((found) => found !== "");
}

function tagged(task: SampleTask, tag: string): readonly Example[] {
  return task.examples.filter((example) => example.tags?.includes(tag));
}

describe.each(NAMES)("the sample task %s", (name) => {
  const task = readSampleTask(name);

  it("has no problem in its files", () => {
    expect(task.problems).toEqual([]);
  });

  it("has enough examples to see a regression", () => {
    expect(task.examples.length).toBeGreaterThanOrEqual(TASKS[name]);
  });

  it("gives every example an id of its own", () => {
    expect(new Set(task.examples.map((example) => example.id)).size).toBe(task.examples.length);
  });

  it("asks no title twice", () => {
    expect(new Set(task.examples.map((example) => normalised(titleOf(example)))).size).toBe(
      task.examples.length,
    );
  });

  it("has inputs and expected answers that fit its schemas", () => {
    const [input, output] = [compileSchema(task.metadata.input), compileSchema(task.metadata.output)];
    const faults = task.examples.flatMap((example) => [...input(example.input), ...output(example.expected)]);
    expect(faults).toEqual([]);
  });

  it("demonstrates no title that it is examined on, nor a near copy", () => {
    const demonstrated = demonstratedLines(task, "Title");
    expect(demonstrated.length).toBeGreaterThanOrEqual(2);
    const near = task.examples.filter((example) =>
      demonstrated.some((title) => likeness(title, titleOf(example)) >= SAME_TITLE),
    );
    expect(near.map((example) => example.id)).toEqual([]);
  });

  it.each(HARD_CASES[name])("examines the hard case %s at least four times", (tag) => {
    expect(tagged(task, tag).length).toBeGreaterThanOrEqual(LEAST_OF_A_HARD_CASE);
  });

  it("passes its threshold with a margin, and not by easy examples alone", async () => {
    const score = gateMetric(task, await evaluateSampleTask(task));
    expect(score).toBeGreaterThan(task.metadata.evaluation.threshold + 0.02);
    expect(score).toBeLessThan(0.97);
  });
});
