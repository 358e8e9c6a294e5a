import { expect, it } from "vitest";
import { liveProgress } from "../../src/cli/evaluation/live-progress.ts";
import { aResult } from "../builders/result.ts";

const WHAT = "evaluating colour 1.0.1 on the running service";

function linesOf(isInteractive: boolean, answers: number, total: number): readonly string[] {
  const lines: string[] = [];
  const keep = (line: string): void => void lines.push(line);
  const terminal = { isInteractive, progress: keep, say: keep };
  const onResult = liveProgress(terminal, { task: "colour", version: "1.0.1", total });
  for (let at = 0; at < answers; at += 1) onResult(aResult());
  return lines;
}

it("a log hears when a live evaluation begins, and each quarter of it", () => {
  expect(linesOf(false, 270, 270)).toEqual([
    `${WHAT}: 270 answers to come`,
    ...[68, 135, 203, 270].map((done) => `${WHAT}: ${done} of 270 answers`),
  ]);
});

it("few answers are no more lines than answers", () => {
  expect(linesOf(false, 2, 2)).toHaveLength(3);
});

it("what is asked once more to confirm is counted anew, and said to be that", () => {
  expect(linesOf(false, 12, 8).at(-1)).toBe(`${WHAT}: 4 of 8 answers, asked once more to confirm`);
});

it("a terminal hears of every answer", () => {
  expect(linesOf(true, 8, 8)).toHaveLength(9);
});
