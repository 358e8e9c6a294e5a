import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { RegistryTask, RegistryVersion } from "../../prompts/records/registry.ts";
import type { RepositoryFiles } from "../../prompts/repository-files.ts";
import { readAudit } from "./read-audit.ts";
import { type RecordedMove, type RecordedTask, recordedTasks } from "./recorded-tasks.ts";

/** Why a candidate is not promoted on evidence alone. `entry` is the decision, where the audit record has it. */
export type KeptOut =
  /** Its bytes were worse on a running service; nothing brings them back. */
  | { readonly kind: "quarantined"; readonly version: string }
  /** Somebody rolled its bytes back, left them by a downgrade, or retired them. */
  | { readonly kind: "taken_out"; readonly version: string; readonly entry?: AuditEntry }
  /** Its task was retired, whatever its bytes are. */
  | { readonly kind: "retired"; readonly entry?: AuditEntry };

/** What the decision is asked about: a task's block in the registry, and the digest of a candidate's prompt. */
export interface AskedCandidate {
  readonly task: string;
  readonly registered: RegistryTask | undefined;
  readonly promptDigest: string;
}

/** Asks whether a candidate is kept out. */
export type KeptOutRule = (asked: AskedCandidate) => KeptOut | undefined;

/** The rule over a repository's audit record, which is read once, and only where a candidate is not in production. */
export function keptOutRule(files: RepositoryFiles): KeptOutRule {
  let recorded: ReadonlyMap<string, RecordedTask> | undefined;
  return (asked) =>
    keptOut(asked, () => {
      recorded ??= recordedTasks(readAudit(files));
      return recorded.get(asked.task);
    });
}

/**
 * The decision that keeps a candidate out of production. Bytes are told by their digest, so that a new number brings none of them back; the
 * last decision about them counts, and a promotion by name after it sets them free.
 */
export function keptOut(
  { registered, promptDigest }: AskedCandidate,
  recorded: () => RecordedTask | undefined,
): KeptOut | undefined {
  if (registered === undefined || registered.production?.prompt_digest === promptDigest) return undefined;
  const same = registered.versions.filter((known) => known.prompt_digest === promptDigest);
  const task = recorded();
  const quarantined = quarantinedVersion(same, task);
  if (quarantined !== undefined) return { kind: "quarantined", version: quarantined };
  const last = movesOf(same, task).at(-1);
  if (last?.to === "out") return { kind: "taken_out", version: last.version, entry: last.entry };
  const newest = same.at(-1);
  if (newest?.status === "rolled_back") return { kind: "taken_out", version: newest.version };
  if (registered.production !== undefined || registered.versions.length === 0) return undefined;
  return { kind: "retired", ...(task?.retirement === undefined ? {} : { entry: task.retirement }) };
}

/** Also one that was retired since, which is all that the registry says of it then. */
const quarantinedVersion = (
  same: readonly RegistryVersion[],
  task: RecordedTask | undefined,
): string | undefined =>
  same.find(({ status }) => status === "quarantined")?.version ??
  movesOf(same, task).find(({ to }) => to === "quarantine")?.version;

function movesOf(same: readonly RegistryVersion[], task: RecordedTask | undefined): readonly RecordedMove[] {
  const versions = new Set(same.map(({ version }) => version));
  return task?.moves.filter(({ version }) => versions.has(version)) ?? [];
}
