import type { AuditEntry } from "../../src/prompts/records/audit.ts";

export function anAuditEntry(overrides: Partial<AuditEntry> = {}): AuditEntry {
  return {
    schema_version: 1,
    at: "2026-01-31T12:00:00.000Z",
    operation: "promote-support_reply-1.0.0",
    phase: "done",
    action: "promote",
    actor: "ada",
    task: "support_reply",
    ...overrides,
  };
}
