import type { AuditEntry } from "../prompts/records/audit.ts";

/** A commit on main that changed what is in production; a merge counts as one. */
export interface ProductionChange {
  /** Operations that its trailers name. */
  readonly operations: readonly string[];
  /** Whether this program made it on a machine that has no name of its own in git, as workflows do. */
  readonly isOwn: boolean;
}

/**
 * Whether something came into production, or left it, that nobody deploys yet: by a merged decision, or by one that was pushed from
 * somebody's machine. Who commits in a workflow calls the release as well, and what a deployment or a rollback records runs already.
 * Texts count for nothing, since anybody can write them: a message alone makes no commit one of ours.
 */
export function hasArrived(changes: readonly ProductionChange[], audit: readonly AuditEntry[]): boolean {
  const deployed = new Set(
    audit.filter(({ service }) => service !== undefined).map(({ operation }) => operation),
  );
  return changes.some(({ operations, isOwn }) => {
    if (operations.length === 0) return true;
    return !isOwn && !operations.every((operation) => deployed.has(operation));
  });
}
