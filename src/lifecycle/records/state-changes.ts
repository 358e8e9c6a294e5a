import type { FileChange } from "../../prompts/file-change.ts";
import { AUDIT_FILE, REGISTRY_FILE } from "../../prompts/layout.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import {
  EMPTY_REGISTRY_TEXT,
  editRegistryText,
  type RegistryChange,
} from "../../prompts/records/registry-file.ts";
import type { TreeText } from "../tree-text.ts";
import { appendAudit } from "./audit-log.ts";

/** Who acts and when, for the record. */
export interface Acting {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly actor: string;
}

export type AuditDraft = Omit<AuditEntry, "operation" | "schema_version" | "at" | "actor">;

/** The registry's and the audit record's part of a plan. */
export function stateChanges(
  tree: TreeText,
  operation: string,
  state: {
    readonly acting: Acting;
    readonly registry: RegistryChange;
    readonly audit: readonly AuditDraft[];
  },
): readonly FileChange[] {
  const registry = editRegistryText(tree.read(REGISTRY_FILE) ?? EMPTY_REGISTRY_TEXT, state.registry);
  const entries = state.audit.map(
    ({ phase, action, ...rest }): AuditEntry => ({
      schema_version: 1,
      at: state.acting.at,
      operation,
      phase,
      action,
      actor: state.acting.actor,
      ...rest,
    }),
  );
  return [
    tree.write(REGISTRY_FILE, registry),
    tree.write(AUDIT_FILE, appendAudit(tree.read(AUDIT_FILE) ?? "", entries)),
  ];
}
