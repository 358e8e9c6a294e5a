import fc from "fast-check";
import { expect, test } from "vitest";
import type { Verdict } from "../../src/evaluation/report.ts";
import type { MetricTable } from "../../src/evaluation/scoring/metric-table.ts";
import { decide } from "../../src/gate/decide.ts";
import type { Arm, GateInput } from "../../src/gate/decision.ts";
import { anyInput, anyRecord, armOf } from "../builders/gate-arbitraries.ts";
import { aGateInput } from "../builders/gate-inputs.ts";

/** A property is tried this often unless a longer run is asked for. */
const numRuns = Number(process.env["GATE_PROPERTY_RUNS"] ?? 1_500);

/** From good to bad; the others do not rest on scores. */
const GOOD_TO_BAD: readonly Verdict[] = ["pass", "inconclusive", "drift", "fail", "regression"];

const rank = (input: GateInput): number => GOOD_TO_BAD.indexOf(decide(input).verdict);

const mapTable = (arm: Arm, map: (table: MetricTable) => MetricTable): Arm => ({
  ...arm,
  table: map(arm.table),
});

/** The same arm with one success fewer, or unchanged where it has none. */
function withOneMoreFailure(arm: Arm, pick: number): Arm {
  const successes = arm.table.ids.flatMap((_, row) => (arm.table.counts[row] === 1 ? [row] : []));
  const chosen = successes[pick % Math.max(1, successes.length)];
  if (chosen === undefined) return arm;
  return mapTable(arm, (table) => ({
    ...table,
    counts: table.counts.map((count, row) => (row === chosen ? 0 : count)),
  }));
}

function shuffled(arm: Arm, order: readonly number[]): Arm {
  const rows = arm.table.ids
    .map((id, row) => ({ id, count: arm.table.counts[row] ?? 0, key: order[row % order.length] ?? 0 }))
    .sort((a, b) => a.key - b.key);
  const counts = Float64Array.from(rows.map(({ count }) => count));
  return mapTable(arm, (table) => ({ ...table, ids: rows.map(({ id }) => id), counts }));
}

function mapArms(input: GateInput, map: (arm: Arm) => Arm): GateInput {
  const { baseline, confirmation } = input;
  return {
    ...input,
    candidate: map(input.candidate),
    ...(baseline && { baseline: { ...baseline, arm: map(baseline.arm) } }),
    ...(confirmation && {
      confirmation: { candidate: map(confirmation.candidate), baseline: map(confirmation.baseline) },
    }),
  };
}

function swapped(input: GateInput): GateInput {
  const { baseline, confirmation } = input;
  if (baseline === undefined) return input;
  return {
    ...input,
    candidate: baseline.arm,
    baseline: { ...baseline, arm: input.candidate },
    ...(confirmation && {
      confirmation: { candidate: confirmation.baseline, baseline: confirmation.candidate },
    }),
  };
}

test("one more failure in the first run never improves a verdict", () => {
  fc.assert(
    fc.property(anyInput(), fc.nat(), (input, pick) => {
      const worse = { ...input, candidate: withOneMoreFailure(input.candidate, pick) };
      expect(rank(worse)).toBeGreaterThanOrEqual(rank(input));
    }),
    { numRuns },
  );
});

test("one more failure in the confirmation never improves a verdict", () => {
  fc.assert(
    fc.property(anyInput(), fc.nat(), (input, pick) => {
      const { confirmation } = input;
      fc.pre(confirmation !== undefined);
      const candidate = withOneMoreFailure(confirmation.candidate, pick);
      const worse = { ...input, confirmation: { ...confirmation, candidate } };
      expect(rank(worse)).toBeGreaterThanOrEqual(rank(input));
    }),
    { numRuns },
  );
});

test("the order in which answers arrive changes nothing", () => {
  const order = fc.array(fc.nat(), { minLength: 30, maxLength: 30 });
  fc.assert(
    fc.property(anyInput(), order, (input, keys) => {
      expect(decide(mapArms(input, (arm) => shuffled(arm, keys)))).toEqual(decide(input));
    }),
    { numRuns: Math.ceil(numRuns / 3) },
  );
});

test("swapping the arms never gives a regression both ways", () => {
  fc.assert(
    fc.property(anyInput({ errorWeight: 12 }), (input) => {
      fc.pre(input.baseline !== undefined);
      const verdicts = [decide(input).verdict, decide(swapped(input)).verdict];
      expect(verdicts).not.toEqual(["regression", "regression"]);
    }),
    { numRuns },
  );
});

test("all errors on both arms is never pass and never regression", () => {
  const dead = (examples: number): Arm => armOf(new Array(examples).fill({ class: "provider_transient" }));
  fc.assert(
    fc.property(anyInput(), fc.integer({ min: 5, max: 30 }), (input, examples) => {
      const arms = { candidate: dead(examples), baseline: dead(examples) };
      const { verdict } = decide(aGateInput(arms, { phase: input.phase, policy: input.policy }));
      expect(verdict).toBe("inconclusive");
    }),
    { numRuns: Math.ceil(numRuns / 3) },
  );
});

test("any record gets a verdict, an action and a reason, and no figure that is not a number", () => {
  fc.assert(
    fc.property(anyRecord, (input) => {
      const decision = decide(input);
      expect(decision.row).toBeGreaterThanOrEqual(1);
      expect(decision.row).toBeLessThanOrEqual(10);
      expect(decision.reasons.length).toBeGreaterThan(0);
      if (decision.row > 1) expect(JSON.stringify(decision)).not.toMatch(/NaN|undefined/);
      expect(decision.score ?? 0).toBeGreaterThanOrEqual(0);
      expect(decision.baseline?.p_value ?? 0).toBeLessThanOrEqual(1);
    }),
    { numRuns },
  );
});

test("nothing is promoted or verified but by a pass, and nothing rolled back before deployment", () => {
  fc.assert(
    fc.property(anyInput({ errorWeight: 10 }), (input) => {
      const { verdict, action } = decide(input);
      expect(action === "promote" || action === "verify").toBe(verdict === "pass");
      if (input.phase === "before") expect(action).not.toBe("roll_back");
      if (action === "roll_back") expect(["regression", "unhealthy"]).toContain(verdict);
    }),
    { numRuns },
  );
});
