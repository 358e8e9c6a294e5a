import { describe, expect, it } from "vitest";
import { activeFreezes, parseUntil } from "../../../src/lifecycle/records/freezes.ts";
import type { AuditEntry } from "../../../src/prompts/records/audit.ts";

const NOW = "2026-11-21T12:00:00.000Z";

const aFreeze = (environment: string, until: string, reason = "holidays"): AuditEntry => ({
  schema_version: 1,
  at: "2026-11-01T00:00:00.000Z",
  operation: `freeze-${environment}-${until}`,
  phase: "done",
  action: "freeze",
  actor: "Ada",
  service: "shop",
  environment,
  reason,
  details: { until },
});

const places = (...audit: readonly AuditEntry[]): readonly string[] =>
  activeFreezes(audit, NOW).map(({ place }) => place);

describe("a freeze", () => {
  it("holds until its moment, and not at it", () => {
    expect(places(aFreeze("a", "2026-11-21T12:00:00.001Z"), aFreeze("b", NOW))).toEqual(["shop/a"]);
  });

  it("is ended or made longer by the newest entry, whatever the clock said when it was written", () => {
    const long = aFreeze("a", "2026-12-27T00:00:00.000Z");
    expect(places(long, aFreeze("a", NOW, "all are back"))).toEqual([]);
    expect(places(aFreeze("a", NOW), long)).toEqual(["shop/a"]);
  });

  it("concerns one environment alone", () => {
    expect(places(aFreeze("b", "2027-01-01T00:00:00.000Z"), aFreeze("a", NOW))).toEqual(["shop/b"]);
  });
});

it.each([
  ["now", NOW],
  ["90m", "2026-11-21T13:30:00.000Z"],
  ["8h", "2026-11-21T20:00:00.000Z"],
  ["3d", "2026-11-24T12:00:00.000Z"],
  ["2026-12-24", "2026-12-24T00:00:00.000Z"],
  ["2026-12-24T08:00", "2026-12-24T08:00:00.000Z"],
  ["2026-12-24T08:00:30Z", "2026-12-24T08:00:30.000Z"],
  ["2026-12-24T08:00+02:00", "2026-12-24T06:00:00.000Z"],
  ["2026-13-24", undefined],
  ["tomorrow", undefined],
  ["8 h", undefined],
  ["", undefined],
])("until %j means %s", (text, expected) => {
  expect(parseUntil(text, NOW)).toBe(expected);
});
