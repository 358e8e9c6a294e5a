import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Result } from "../../src/evaluation/result.ts";
import { evaluateSampleTask, gateMetric, PROJECT_ROOT, readSampleTask } from "./sample-task.ts";

const TASK = "feature_determination";

/** The value of the scorer that the gate looks at. */
function valueOfResult(result: Result): number {
  const [first] = result.scores;
  return first?.kind === "scored" ? first.value : Number.NaN;
}

describe("the change of the guided tour, demo/improve.patch", () => {
  const folder = mkdtempSync(join(tmpdir(), "improve-"));
  const candidate = readSampleTask(TASK);
  let before: readonly Result[] = [];
  let after: readonly Result[] = [];

  beforeAll(async () => {
    cpSync(join(PROJECT_ROOT, "prompts"), join(folder, "prompts"), { recursive: true });
    execFileSync("git", ["init", "-q"], { cwd: folder });
    execFileSync("git", ["apply", join(PROJECT_ROOT, "demo/improve.patch")], { cwd: folder });
    before = await evaluateSampleTask(candidate);
    after = await evaluateSampleTask(readSampleTask(TASK, folder));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("makes the prompt clearly better", () => {
    expect(gateMetric(candidate, after)).toBeGreaterThan(gateMetric(candidate, before) + 0.04);
  });

  it("makes hardly any answer worse", () => {
    const worse = after.filter((result, index) => {
      const earlier = before[index];
      return earlier !== undefined && valueOfResult(result) < valueOfResult(earlier);
    });
    expect(worse.length).toBeLessThanOrEqual(2);
  });

  it("leaves hard cases for the next change", () => {
    expect(gateMetric(candidate, after)).toBeLessThan(0.98);
  });
});
