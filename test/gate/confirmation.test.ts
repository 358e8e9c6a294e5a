import { describe, expect, test } from "vitest";
import { needsConfirmation } from "../../src/gate/confirmation.ts";
import { decide } from "../../src/gate/decide.ts";
import type { Arm } from "../../src/gate/decision.ts";
import { pool } from "../../src/gate/pool.ts";
import { aGateInput, anArm, anArmWithErrors } from "../builders/gate-inputs.ts";
import { aMeanTable, outcomes } from "../builders/metric-tables.ts";

const rate = (passed: number): Arm => anArm(outcomes(passed, 100));

function isAskedFor(input: ReturnType<typeof aGateInput>): boolean {
  return needsConfirmation(input, decide(input));
}

describe("a confirmation run", () => {
  test("is not needed for a first run that passes", () => {
    expect(isAskedFor(aGateInput({ candidate: rate(95), baseline: rate(95) }))).toBe(false);
  });

  test("is needed before a comparison may block", () => {
    expect(isAskedFor(aGateInput({ candidate: rate(70), baseline: rate(95) }))).toBe(true);
  });

  test("is not asked for twice", () => {
    const confirmation = { candidate: rate(70), baseline: rate(95) };
    expect(isAskedFor(aGateInput({ candidate: rate(70), baseline: rate(95) }, { confirmation }))).toBe(false);
  });

  test("cannot help where nothing was compared or the provider failed", () => {
    const failed = anArmWithErrors(
      outcomes(60, 60),
      outcomes(0, 40).map(() => ({ class: "harness" as const })),
    );
    expect(isAskedFor(aGateInput({ candidate: rate(50) }))).toBe(false);
    expect(isAskedFor(aGateInput({ candidate: failed, baseline: failed }))).toBe(false);
  });
});

describe("the pool of two runs", () => {
  test("counts an example once, with the average of the runs that scored it", () => {
    const first = anArm([1, 0], { table: aMeanTable([1, 0], { ids: ["a", "b"] }), examples: 3 });
    const second = anArm([0, 1], { table: aMeanTable([0, 1], { ids: ["a", "c"] }), examples: 3 });
    const { table } = pool(first, second);
    expect(Object.fromEntries(table.ids.map((id, row) => [id, table.counts[row]]))).toEqual({
      a: 0.5,
      b: 0,
      c: 1,
    });
  });

  test("adds up calls and errors, and asks no example twice", () => {
    const failed = anArmWithErrors([1, 1], [{ class: "harness" }]);
    expect(pool(failed, failed)).toMatchObject({ examples: 3, calls: 6, errors: { length: 2 } });
  });

  test("is not 0/1 any more", () => {
    expect(pool(rate(90), rate(80)).table.binary).toBe(false);
  });

  test("is what the decision shows as its score", () => {
    const confirmation = { candidate: rate(80), baseline: rate(96) };
    const decision = decide(aGateInput({ candidate: rate(70), baseline: rate(94) }, { confirmation }));
    expect(decision.score).toBeCloseTo(0.75, 12);
    expect(decision.baseline?.score).toBeCloseTo(0.95, 12);
    expect(decision.baseline?.difference).toBeCloseTo(-0.2, 12);
  });
});
