import type { AuditEntry } from "../../prompts/records/audit.ts";
import { retiredStatus } from "../../prompts/records/out-of-use.ts";
import type { VersionStatus } from "../../prompts/records/registry.ts";

export interface RecordedVersion {
  readonly version: string;
  readonly status: VersionStatus;
  /** Absent where the entry does not name it. */
  readonly promptDigest?: string;
  /** Of the bytes of its file; absent where the entry does not name it. */
  readonly sha256?: string;
}

/** A decision that brought a version into production, or by which its bytes are to answer no more: a person's, or a measured regression. */
export interface RecordedMove {
  readonly version: string;
  readonly to: "production" | "out" | "quarantine";
  readonly entry: AuditEntry;
}

/** A task as the audit record tells it. */
export interface RecordedTask {
  /** In the order of their first promotion. */
  readonly versions: readonly RecordedVersion[];
  /** Absent where the task is retired. */
  readonly production?: { readonly version: string; readonly entry: AuditEntry };
  /** In the order of the record; the last one of a version counts. */
  readonly moves: readonly RecordedMove[];
  /** The decision that retired the task; absent where it is not retired. */
  readonly retirement?: AuditEntry;
}

const UNKNOWN: RecordedTask = { versions: [], moves: [] };

/** What all decisions together have made of each task; intents and failed operations change nothing. */
export function recordedTasks(audit: readonly AuditEntry[]): ReadonlyMap<string, RecordedTask> {
  const manual = new Set(audit.filter(isManualRollback).map(({ operation }) => operation));
  const tasks = new Map<string, RecordedTask>();
  for (const entry of audit) {
    if (entry.task === undefined || entry.phase !== "done") continue;
    const known = tasks.get(entry.task) ?? UNKNOWN;
    tasks.set(entry.task, applyEntry(known, entry, manual));
  }
  return tasks;
}

/** The line that closes a rollback which a person asked for; an automatic one closes a deployment. */
export const isManualRollback = ({ action, task, phase }: AuditEntry): boolean =>
  action === "rollback" && task === undefined && phase !== "intent";

function applyEntry(task: RecordedTask, entry: AuditEntry, manual: ReadonlySet<string>): RecordedTask {
  switch (entry.action) {
    case "promote":
    case "override":
      return promoted(task, entry);
    case "downgrade":
      return downgraded(task, entry);
    case "deploy":
      return entry.verdict === "pass" ? withStatus(task, entry.to, "verified") : task;
    case "rollback":
      return rolledBack(task, entry, manual.has(entry.operation) ? "rolled_back" : "quarantined");
    case "archive":
      return archived(task, entry);
    case "freeze":
    case "close":
    case "reconcile":
      return task;
  }
}

function promoted(task: RecordedTask, entry: AuditEntry): RecordedTask {
  const { to: version, details } = entry;
  if (version === undefined) return task;
  const [digest, bytes] = [details?.["prompt_digest"], details?.["sha256"]];
  const added: RecordedVersion = {
    version,
    status: "promoted",
    ...(typeof digest === "string" ? { promptDigest: digest } : {}),
    ...(typeof bytes === "string" ? { sha256: bytes } : {}),
  };
  const others = task.versions.filter((known) => known.version !== version);
  const moves: RecordedTask["moves"] = [...task.moves, { version, to: "production", entry }];
  return { versions: [...others, added], production: { version, entry }, moves };
}

/**
 * Leaving a version by name is a decision about its bytes, whether it leads to an older version or to a newer one. A retired version that
 * comes back so is no longer retired.
 */
function downgraded(task: RecordedTask, entry: AuditEntry): RecordedTask {
  const { to: version } = entry;
  if (version === undefined) return task;
  const moves: RecordedTask["moves"] = [...left(task, entry), { version, to: "production", entry }];
  const { versions } = statusOf(task, version) === "archived" ? withStatus(task, version, "promoted") : task;
  return { versions, production: { version, entry }, moves };
}

const left = (
  { moves }: RecordedTask,
  entry: AuditEntry,
  to: RecordedMove["to"] = "out",
): RecordedTask["moves"] =>
  entry.from === undefined ? moves : [...moves, { version: entry.from, to, entry }];

function withStatus(task: RecordedTask, version: string | undefined, status: VersionStatus): RecordedTask {
  const versions = task.versions.map((known) => (known.version === version ? { ...known, status } : known));
  return { ...task, versions };
}

/** Production follows only where it was the version that was left, and never to one that was itself rolled back. */
function rolledBack(
  task: RecordedTask,
  entry: AuditEntry,
  status: "rolled_back" | "quarantined",
): RecordedTask {
  const moves = left(task, entry, status === "quarantined" ? "quarantine" : "out");
  const marked = { ...withStatus(task, entry.from, status), moves };
  const target = marked.versions.find(({ version }) => version === entry.to);
  const isBarred = target === undefined || target.status === "quarantined" || target.status === "rolled_back";
  if (isBarred || task.production?.version !== entry.from) return marked;
  const { version } = target;
  return {
    ...marked,
    production: { version, entry },
    moves: [...moves, { version, to: "production", entry }],
  };
}

function archived(task: RecordedTask, entry: AuditEntry): RecordedTask {
  if (entry.from !== undefined) return { ...withRetired(task, entry.from), moves: left(task, entry) };
  const { versions } = withRetired(task, task.production?.version);
  return { versions, moves: task.moves, retirement: entry };
}

const withRetired = (task: RecordedTask, version: string | undefined): RecordedTask =>
  withStatus(task, version, retiredStatus(statusOf(task, version)));

const statusOf = ({ versions }: RecordedTask, version: string | undefined): VersionStatus =>
  versions.find((known) => known.version === version)?.status ?? "promoted";
