import { describe, expect, it } from "vitest";
import type { RowResult } from "../../bench/measuring/row.ts";
import { renderTable } from "../../bench/measuring/table.ts";

const aResult = (overrides: Partial<RowResult>): RowResult => ({
  name: "start",
  what: "start of a command",
  against: "an empty process",
  goal: { kind: "most", ratio: 3.5 },
  unit: "ms",
  rounds: { warmUps: 1, rounds: 5 },
  comparison: { thing: 96, reference: 32, ratio: 3, spread: { low: 2.9, high: 3.2 }, isMet: true },
  note: "",
  load: { before: 0.5, after: 0.6 },
  ...overrides,
});

describe("the table of results", () => {
  it("says of each row whether its goal is met", () => {
    const slow = { thing: 400, reference: 500, ratio: 0.8, spread: { low: 0.7, high: 0.9 }, isMet: false };
    const missed = aResult({ name: "render", goal: { kind: "least", ratio: 0.9 }, comparison: slow });
    expect(renderTable([aResult({}), missed]).split("\n")).toEqual([
      "row     ratio  goal            this     reference  load",
      "start   3.000  <= 3.5  met     96.0 ms  32.0 ms    0.5",
      "render  0.800  >= 0.9  MISSED  400 ms   500 ms     0.5",
    ]);
  });
});
