import { AUDIT_FILE } from "../../prompts/layout.ts";
import { parseJsonLines } from "../../prompts/reading/json-lines.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { EnvironmentStatus, Registry } from "../../prompts/records/registry.ts";
import type { RepositoryFiles } from "../../prompts/repository-files.ts";

/** The audit record in the order of its lines; lines that are no entries are left out, `validate` reports them. */
export function readAudit(files: RepositoryFiles): readonly AuditEntry[] {
  const bytes = files.read(AUDIT_FILE);
  return bytes === undefined ? [] : auditEntries(bytes);
}

/** The same of a text that is in no file yet. */
export const auditEntries = (bytes: Uint8Array): readonly AuditEntry[] =>
  parseJsonLines(AUDIT_FILE, bytes).lines.map(({ value }) => value as unknown as AuditEntry);

/** A version that answers somewhere, as registry and audit say. */
export interface RunningVersion {
  readonly task: string;
  readonly version: string;
  /** `<service>/<environment>`. */
  readonly place: string;
  readonly status: EnvironmentStatus;
}

/** What answers in every environment that the registry knows. */
export function runningEverywhere(
  { environments }: Registry,
  audit: readonly AuditEntry[],
): readonly RunningVersion[] {
  return Object.entries(environments).flatMap(([place, { status }]) => {
    const [service = "", environment = ""] = place.split("/");
    const versions = Object.entries(runningVersions(audit, service, environment));
    return versions.map(([task, version]) => ({ task, version, place, status }));
  });
}

/** Versions that answer in an environment, as the last deployment or rollback there recorded them. */
function runningVersions(
  audit: readonly AuditEntry[],
  service: string,
  environment: string,
): Readonly<Record<string, string>> {
  const last = audit.findLast(
    (entry) =>
      entry.service === service &&
      entry.environment === environment &&
      entry.phase === "done" &&
      entry.details?.["versions"] !== undefined,
  );
  return (last?.details?.["versions"] ?? {}) as Readonly<Record<string, string>>;
}

/** The largest release number that the record names for a service, with the content that it was given for first; 0 before the first. */
export function highestRelease(audit: readonly AuditEntry[], service: string): NumberedContent {
  return audit
    .filter((entry) => entry.service === service)
    .map(({ to, details }) => ({
      number: Number(/^release (\d+)$/.exec(to ?? "")?.[1] ?? 0),
      image: String(details?.["image"] ?? ""),
    }))
    .reduce((highest, one) => (one.number > highest.number ? one : highest), { number: 0, image: "" });
}

/** A release's number with the digest of its content, empty where the record has none. */
export interface NumberedContent {
  readonly number: number;
  readonly image: string;
}
