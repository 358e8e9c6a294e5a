import type { AuditEntry } from "../../prompts/records/audit.ts";

/** The audit entry with which a version came into being; undefined where the record does not say. */
export function originOf(
  audit: readonly AuditEntry[],
  task: string,
  version: string,
): AuditEntry | undefined {
  return audit.find(
    (entry) =>
      entry.task === task &&
      entry.to === version &&
      entry.phase === "done" &&
      (entry.action === "promote" || entry.action === "override"),
  );
}
