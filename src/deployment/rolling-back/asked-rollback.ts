import { isJsonObject } from "../../prompts/reading/json.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { DeploymentIntent, RollbackWish } from "../records/deployment-record.ts";

/** A rollback that was begun: what was asked for, and where it leads. */
export interface BegunRollback {
  readonly asked: RollbackWish;
  readonly release: number;
  /** The version that answers then, by task; at least those that change. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Whether a rollback that was begun leads where this wish leads, so that finishing it is all that is asked for. */
export function isAskedRollback(
  { asked, release, versions }: BegunRollback,
  { task, to }: RollbackWish,
): boolean {
  if (asked.task !== task) return false;
  if (to === undefined) return true;
  return task === undefined ? Number(to) === release : Object.hasOwn(versions, task) && versions[task] === to;
}

export const begunRollback = ({ asked = {}, to, changed }: DeploymentIntent): BegunRollback => ({
  asked,
  release: to.release,
  versions: Object.fromEntries(changed.map(({ task, version }) => [task, version])),
});

/** The same of a rollback that was carried out; `closing` is the operation that its end is recorded as. Undefined where the record has none. */
export function recordedRollback(audit: readonly AuditEntry[], closing: string): BegunRollback | undefined {
  const intent = audit.find(({ operation, phase }) => phase === "intent" && `${operation}-close` === closing);
  const end = audit.findLast(({ operation, task }) => operation === closing && task === undefined);
  const release = /^release (\d+)$/.exec(end?.to ?? "")?.[1];
  if (intent === undefined || release === undefined) return undefined;
  const [asked = {}, versions = {}] = [intent.details?.["asked"], end?.details?.["versions"]];
  if (!isJsonObject(asked) || !isJsonObject(versions)) return undefined;
  return {
    asked: asked as RollbackWish,
    release: Number(release),
    versions: versions as BegunRollback["versions"],
  };
}
