import { describe, expect, it } from "vitest";
import { hasArrived, type ProductionChange } from "../../src/lifecycle/production-arrival.ts";
import { anAuditEntry } from "../builders/audit-entry.ts";

const AUDIT = [
  anAuditEntry({ operation: "promote-1", action: "override" }),
  anAuditEntry({ operation: "rollback-1-close", action: "rollback", service: "shop", environment: "local" }),
];

const aChange = (changes: Partial<ProductionChange> = {}): ProductionChange => ({
  ...{ operations: ["promote-1"], isOwn: false, ...changes },
});

describe("what changed production has to be deployed still", () => {
  it.each<readonly [string, ProductionChange]>([
    ["where a pull request brought it", aChange({ operations: [] })],
    ["where a pull request's proposed message carries its operation", aChange()],
    ["where a branch was merged that this program had offered", aChange({ operations: [], isOwn: true })],
    ["where its message names an operation that nobody knows", aChange({ operations: ["promote-9"] })],
  ])("%s", (_, change) => {
    expect(hasArrived([change], AUDIT)).toBe(true);
  });

  it("where one of several commits does", () => {
    expect(hasArrived([aChange({ isOwn: true }), aChange()], AUDIT)).toBe(true);
  });
});

describe("what changed production is deployed by whoever changed it", () => {
  it.each<readonly [string, readonly ProductionChange[]]>([
    ["where a workflow promoted it", [aChange({ isOwn: true })]],
    ["where somebody rolled back by hand", [aChange({ operations: ["rollback-1-close"] })]],
    ["where nothing of it changed", []],
  ])("%s", (_, changes) => {
    expect(hasArrived(changes, AUDIT)).toBe(false);
  });
});
