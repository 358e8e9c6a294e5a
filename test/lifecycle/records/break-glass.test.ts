import { describe, expect, it } from "vitest";
import {
  openBreakGlass,
  planClosingAlone,
  recordedOverride,
} from "../../../src/lifecycle/records/break-glass.ts";
import type { AuditEntry } from "../../../src/prompts/records/audit.ts";
import { statusRows } from "../../../src/reporting/status-rows.ts";
import { anAuditEntry } from "../../builders/audit-entry.ts";
import { aRegistry, aRegistryTask } from "../../builders/registry.ts";

const alone = anAuditEntry({
  action: "override",
  actor: "ada",
  to: "1.1.0",
  reason: "checkout is down",
  details: { break_glass: true },
});

const logOf = (...entries: readonly Partial<AuditEntry>[]): readonly AuditEntry[] => [
  alone,
  ...entries.map((entry) => anAuditEntry(entry)),
];

const isOpen = (audit: readonly AuditEntry[]): boolean => openBreakGlass(audit).has("support_reply");

describe("a decision that one person took alone", () => {
  it("is open until somebody else closes it", () => {
    expect(isOpen(logOf())).toBe(true);
    expect(isOpen(logOf({ action: "close", actor: "grace" }))).toBe(false);
  });

  it("is not closed by the one who took it, nor by what does not come to its end", () => {
    expect(isOpen(logOf({ action: "close", actor: "ada" }))).toBe(true);
    expect(isOpen(logOf({ action: "close", actor: "grace", phase: "intent" }))).toBe(true);
  });

  it("is closed by a promotion on evidence, by no other override and by nothing about another task", () => {
    expect(isOpen(logOf({ action: "promote", actor: "ada" }))).toBe(false);
    expect(isOpen(logOf({ action: "override", actor: "grace" }))).toBe(true);
    expect(isOpen(logOf({ action: "promote", task: "other" }))).toBe(true);
  });

  it("can be closed by anybody but the one who took it", () => {
    expect(planClosingAlone(logOf(), "support_reply", "grace").kind).toBe("close");
    expect(planClosingAlone(logOf(), "support_reply", "ada").kind).toBe("refused");
    expect(planClosingAlone(logOf(), "other", "grace").kind).toBe("nothing");
  });

  it("comes back into a registry that lost it, and is left alone in one that has it", () => {
    const evidence = { kind: "override", reason: "checkout is down", break_glass: true } as const;
    expect(recordedOverride(alone, { kind: "override", reason: "checkout is down" })).toEqual(evidence);
    const known = { ...evidence, run_id: "run-2" };
    expect(recordedOverride(alone, known)).toBe(known);
  });

  it("stands in the status of its task while it is open", () => {
    const rowOf = (audit: readonly AuditEntry[]) =>
      statusRows({
        registry: aRegistry({ tasks: { support_reply: aRegistryTask() } }),
        audit,
        running: [],
      })[0];
    expect(rowOf(logOf())?.alone).toMatchObject({ by: "ada", reason: "checkout is down" });
    expect(rowOf(logOf({ action: "close", actor: "grace" }))?.alone).toBeNull();
  });
});
