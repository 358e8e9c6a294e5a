import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gateChanges } from "../../../src/lifecycle/evidence/gate-change.ts";
import type { GateRecord } from "../../../src/lifecycle/evidence/gate-record.ts";

const ids = (...names: readonly string[]): GateRecord["examples"] => ({
  count: names.length,
  ids: new Set(names),
});

const aGate = (changes: Partial<GateRecord> = {}): GateRecord => ({
  metric: "equals.pass_rate",
  threshold: 0.8,
  scorers: "one",
  examples: ids("a", "b", "c"),
  ...changes,
});

const found = (before: GateRecord, after: GateRecord): readonly string[] =>
  gateChanges(before, after).map((change) => change.found);

describe("the gate itself", () => {
  it("changed where the threshold is lower, the metric or the scorers are others, or examples are gone", () => {
    const after = aGate({ threshold: 0.75, metric: "equals.mean", scorers: "two", examples: ids("a", "d") });
    expect(gateChanges(aGate(), after).map(({ kind }) => kind)).toEqual([
      "metric",
      "threshold",
      "scorers",
      "examples",
    ]);
    expect(found(aGate(), after)).toContain("the threshold was lowered from 0.8 to 0.75");
    expect(found(aGate(), after)).toContain("2 examples were removed (b, c)");
  });

  it("did not change where the threshold is higher and examples were added", () => {
    expect(gateChanges(aGate(), aGate({ threshold: 0.9, examples: ids("a", "b", "c", "d") }))).toEqual([]);
    expect(gateChanges(aGate(), aGate())).toEqual([]);
  });

  it("is held against the count where the ids are not on record", () => {
    const before = aGate({ examples: { count: 5 } });
    expect(found(before, aGate())).toEqual(["2 examples were removed"]);
    expect(found(aGate({ examples: { count: 3 } }), aGate())).toEqual([]);
  });

  it("never changed and changed back by one step each way: a lower threshold is seen, a higher one is not", () => {
    const threshold = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(threshold, threshold, (one, other) => {
        const seen = gateChanges(aGate({ threshold: one }), aGate({ threshold: other })).length;
        expect(seen).toBe(other < one ? 1 : 0);
      }),
    );
  });

  it("names three of many removed examples", () => {
    const before = aGate({ examples: ids("a", "b", "c", "d", "e") });
    expect(found(before, aGate({ examples: ids() }))).toEqual([
      "5 examples were removed (a, b, c and 2 more)",
    ]);
  });
});
