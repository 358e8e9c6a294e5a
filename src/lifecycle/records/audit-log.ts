import type { AuditEntry } from "../../prompts/records/audit.ts";

/** The log's text with further entries; a last line without a line break is completed first. */
export function appendAudit(text: string, entries: readonly AuditEntry[]): string {
  const start = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  return start + entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
}
