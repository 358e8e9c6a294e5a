import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { EvidenceReference } from "../../prompts/records/registry.ts";
import type { Refusal } from "../refusal.ts";

/** Whether a decision was taken by one person alone where two are asked for. */
export const isBreakGlass = ({ details }: AuditEntry): boolean => details?.["break_glass"] === true;

/** What stands behind a version that was promoted without passing evidence. */
export const overrideEvidence = (reason: string, isAlone: boolean): EvidenceReference => ({
  kind: "override",
  reason,
  ...(isAlone ? { break_glass: true as const } : {}),
});

/** The registry's evidence for an override as the audit record tells it; kept as it is where it says the same. */
export function recordedOverride(entry: AuditEntry, known: EvidenceReference | undefined): EvidenceReference {
  const { reason = "" } = entry;
  const isSame =
    known?.kind === "override" &&
    known.reason === reason &&
    (known.break_glass === true) === isBreakGlass(entry);
  return isSame ? known : overrideEvidence(reason, isBreakGlass(entry));
}

/**
 * The decisions that somebody took alone and nobody else has looked at since, by task. A later promotion on evidence closes one,
 * and so does a person other than the one who took it.
 */
export function openBreakGlass(audit: readonly AuditEntry[]): ReadonlyMap<string, AuditEntry> {
  const open = new Map<string, AuditEntry>();
  for (const entry of audit) {
    if (entry.task === undefined || entry.phase !== "done") continue;
    if (isBreakGlass(entry)) open.set(entry.task, entry);
    else if (isClosedBy(open.get(entry.task), entry)) open.delete(entry.task);
  }
  return open;
}

function isClosedBy(open: AuditEntry | undefined, { action, actor }: AuditEntry): boolean {
  if (open === undefined) return false;
  return action === "promote" || (action === "close" && actor !== open.actor);
}

export type Closing =
  | { readonly kind: "close"; readonly entry: AuditEntry }
  | { readonly kind: "nothing" }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** What closing means for somebody: the one who acted alone cannot be the second person. */
export function planClosingAlone(audit: readonly AuditEntry[], task: string, actor: string): Closing {
  const entry = openBreakGlass(audit).get(task);
  if (entry === undefined) return { kind: "nothing" };
  if (entry.actor !== actor) return { kind: "close", entry };
  const found = `${actor} took this decision alone and cannot close it`;
  return {
    kind: "refused",
    refusal: { task, exit: 5, found, fix: "Somebody else looks at it and closes it." },
  };
}
