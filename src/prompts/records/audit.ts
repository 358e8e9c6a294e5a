import type { Json } from "../reading/json.ts";

export type AuditAction =
  | "promote"
  | "override"
  | "downgrade"
  | "archive"
  | "deploy"
  | "rollback"
  | "freeze"
  | "close"
  | "reconcile";

/**
 * One line of `prompt_audit.jsonl`. An action that reaches outside the repository writes `intent` before its first
 * effect and one closing phase after it, under the same operation id.
 */
export interface AuditEntry {
  readonly schema_version: 1;
  /** ISO 8601 in UTC; for people, never for order. */
  readonly at: string;
  /** Same plan, same id: a second run recognises its own record. */
  readonly operation: string;
  readonly phase: "intent" | "done" | "failed";
  readonly action: AuditAction;
  readonly actor: string;
  readonly task?: string;
  readonly service?: string;
  readonly environment?: string;
  readonly from?: string;
  readonly to?: string;
  readonly reason?: string;
  readonly verdict?: string;
  readonly run_id?: string;
  readonly details?: { readonly [key: string]: Json };
}
