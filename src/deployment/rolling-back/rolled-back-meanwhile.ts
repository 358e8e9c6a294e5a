import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { RollbackWish } from "../records/deployment-record.ts";

interface Place {
  readonly service: string;
  readonly environment: string;
}

/**
 * Where somebody else's rollback came between asking for one and having the environment: the line of the record about it. "The one before"
 * would then lead one step further back than anybody asked for. Undefined where a version or a release was named.
 */
export function rolledBackMeanwhile(
  asked: readonly AuditEntry[],
  now: readonly AuditEntry[],
  { service, environment }: Place,
  { task, to }: RollbackWish,
): AuditEntry | undefined {
  if (to !== undefined) return undefined;
  const isHere = (entry: AuditEntry): boolean =>
    entry.service === service &&
    entry.environment === environment &&
    entry.task === task &&
    entry.phase === "done";
  const known = new Set(asked.map(({ operation }) => operation));
  const release = asked.findLast(isHere)?.to;
  return now
    .filter((entry) => isHere(entry) && entry.action === "rollback" && !known.has(entry.operation))
    .findLast((entry) => task !== undefined || entry.to !== release);
}
