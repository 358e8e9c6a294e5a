import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JudgedBy } from "../../../src/evaluation/report.ts";
import { judgedBy } from "../../../src/gate/policy.ts";
import { policyChanges } from "../../../src/lifecycle/evidence/policy-change.ts";
import { aPolicy } from "../../builders/gate-inputs.ts";

const RULES = judgedBy(aPolicy());
const EXAMPLES = 24;

const changes = (after: Partial<JudgedBy>, before: Partial<JudgedBy> = {}): readonly string[] =>
  policyChanges({ ...RULES, ...before }, { ...RULES, ...after }, EXAMPLES);

describe("rules that let more through than before", () => {
  it.each([
    [{ alpha: 0.01 }, "alpha was lowered from 0.05 to 0.01"],
    [{ max_regression: 0.5 }, "max_regression was raised from 0.02 to 0.5"],
    [{ max_unproven_drop: 0.4 }, "max_unproven_drop was raised from 0.1 to 0.4"],
    [{ error_budget: 0.5 }, "error_budget was raised from 0.1 to 0.5"],
    [{ min_examples: 5 }, "min_examples was lowered from 20 to 5"],
    [{ on_unclear: "hold" as const }, "on_unclear was rollback and is hold"],
  ])("%j is told", (after, found) => {
    expect(changes(after)).toEqual([found]);
  });

  it("strict that is switched off is told", () => {
    expect(changes({}, { strict: true })).toEqual(["strict was switched off"]);
  });

  it("another level of confidence is told in either direction", () => {
    expect(changes({ level: 0.9 })).toEqual(["level was 0.95 and is 0.9"]);
    expect(changes({ level: 0.99 })).toEqual(["level was 0.95 and is 0.99"]);
  });

  it("a least number of examples that makes every run blind to regressions is told", () => {
    expect(changes({ min_examples: 25 })[0]).toContain("no regression is looked for");
    expect(changes({ min_examples: 24 })).toEqual([]);
  });
});

describe("rules that became stricter, or stayed", () => {
  it("need no word", () => {
    const stricter = {
      alpha: 0.1,
      max_regression: 0.01,
      max_unproven_drop: 0.05,
      error_budget: 0,
      strict: true,
    };
    expect(changes(stricter)).toEqual([]);
    expect(changes({})).toEqual([]);
  });

  it("of two different bounds exactly one direction is looser", () => {
    const bound = fc.double({ min: 0, max: 1, noNaN: true });
    const name = fc.constantFrom("alpha", "max_regression", "max_unproven_drop", "error_budget");
    fc.assert(
      fc.property(name, bound, bound, (key, one, other) => {
        const seen = changes({ [key]: one }, { [key]: other }).length;
        const back = changes({ [key]: other }, { [key]: one }).length;
        return seen + back === (one === other ? 0 : 1);
      }),
    );
  });
});
