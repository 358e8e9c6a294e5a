import fc from "fast-check";
import type { Arm, GateInput } from "../../src/gate/decision.ts";
import { type ArmError, aGateInput, anArm } from "./gate-inputs.ts";
import { aMeanTable, anF1Table } from "./metric-tables.ts";

const idOf = (i: number): string => `e${String(i).padStart(3, "0")}`;

const anyError: fc.Arbitrary<ArmError> = fc.constantFrom<ArmError>(
  { class: "provider_transient", status: 503 },
  { class: "provider_transient", status: 429 },
  { class: "harness" },
  { class: "malformed_response" },
  { class: "provider_fatal", status: 404 },
);

/** What happened to one example on one arm: an outcome, or an error. */
const anyOutcome = (errorWeight: number) =>
  fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom<0 | 1>(0, 1) },
    { weight: 40, arbitrary: fc.constant<1>(1) },
    { weight: errorWeight, arbitrary: anyError },
  );

type Outcome = 0 | 1 | ArmError;

/** An arm from what happened to each of its examples; examples that ended in an error have no row. */
export function armOf(happened: readonly Outcome[]): Arm {
  const scored = happened.flatMap((one, i) => (typeof one === "number" ? [{ id: idOf(i), value: one }] : []));
  const table = aMeanTable(
    scored.map(({ value }) => value),
    { ids: scored.map(({ id }) => id) },
  );
  const errors = happened.filter((one) => typeof one !== "number");
  return anArm([], { table, examples: happened.length, calls: happened.length, errors });
}

const anyPolicy = fc.record({
  threshold: fc.constantFrom(0, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1),
  alpha: fc.constantFrom(0.01, 0.05, 0.2, 0.6),
  maxRegression: fc.constantFrom(0, 0.02, 0.1, 0.3),
  maxUnprovenDrop: fc.constantFrom(0, 0.1, 0.3),
  minExamples: fc.constantFrom(5, 10, 20),
  errorBudget: fc.constantFrom(0, 0.1, 0.5, 1),
  strict: fc.boolean(),
  onUnclear: fc.constantFrom<"rollback" | "hold">("rollback", "hold"),
});

/** Random evidence of 0/1 outcomes with errors in it, in both phases, with and without baseline and confirmation. */
export const anyInput = ({ errorWeight = 4 } = {}): fc.Arbitrary<GateInput> =>
  fc.integer({ min: 5, max: 30 }).chain((examples) => {
    const arm = fc.array(anyOutcome(errorWeight), { minLength: examples, maxLength: examples }).map(armOf);
    return fc
      .record({
        candidate: arm,
        baseline: fc.option(arm, { nil: undefined, freq: 8 }),
        confirmation: fc.option(fc.record({ candidate: arm, baseline: arm }), { nil: undefined, freq: 2 }),
        cited: fc.option(fc.constantFrom(0.5, 0.8, 0.95), { nil: undefined }),
        phase: fc.constantFrom<"before" | "after">("before", "after"),
        seed: fc.nat(),
        policy: anyPolicy,
      })
      .map(({ candidate, baseline, confirmation, cited, ...settings }) =>
        aGateInput(
          { candidate, ...(baseline && { baseline }), ...(cited !== undefined && { cited }) },
          { ...settings, ...(confirmation && { confirmation }), draws: 60 },
        ),
      );
  });

const anyNumber = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
  fc.double(),
  fc.constantFrom(Number.NaN, -1, 0, 1e308),
);

const anyArm: fc.Arbitrary<Arm> = fc
  .record({
    rows: fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)), { maxLength: 8 }),
    noise: fc.option(anyNumber, { nil: undefined, freq: 3 }),
    examples: fc.nat(12),
    calls: fc.integer({ min: -1, max: 12 }),
    errors: fc.array(anyError, { maxLength: 6 }),
  })
  .map(({ rows, noise, ...rest }) => {
    const table = anF1Table(rows);
    if (noise !== undefined && table.counts.length > 0) table.counts[0] = noise;
    return { table, ...rest };
  });

/** Anything that the types allow, sensible or not. */
export const anyRecord: fc.Arbitrary<GateInput> = fc
  .record({
    phase: fc.constantFrom<"before" | "after">("before", "after"),
    candidate: anyArm,
    baseline: fc.option(fc.record({ arm: anyArm, version: fc.string(), citedScore: anyNumber }), {
      nil: undefined,
    }),
    confirmation: fc.option(fc.record({ candidate: anyArm, baseline: anyArm }), { nil: undefined }),
    live: fc.option(fc.record({ healthy: fc.boolean(), expectedDigest: fc.string() }), { nil: undefined }),
    seed: fc.oneof(fc.integer(), fc.double()),
    policy: fc.record({
      threshold: anyNumber,
      alpha: anyNumber,
      level: anyNumber,
      maxRegression: anyNumber,
      maxUnprovenDrop: anyNumber,
      minExamples: fc.constantFrom(0, 5, 20, Number.NaN),
      errorBudget: anyNumber,
      strict: fc.boolean(),
      onUnclear: fc.constantFrom<"rollback" | "hold">("rollback", "hold"),
    }),
  })
  .map(({ baseline, confirmation, live, ...rest }) => ({
    ...rest,
    ...(baseline && { baseline }),
    ...(confirmation && { confirmation }),
    ...(live && { live }),
    invalid: [],
    draws: 30,
  }));
