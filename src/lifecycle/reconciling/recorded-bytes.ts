import { archivePath, productionPath } from "../../prompts/layout.ts";
import { type LockedRecord, lockedRecord } from "../records/locked-records.ts";
import type { RecordedVersion } from "../records/recorded-tasks.ts";
import type { TaskRecords } from "./task-records.ts";

/** What the bytes of its file are, where the audit record or the registry says. */
export const knownBytes = (
  { known }: TaskRecords,
  { version, sha256: recorded }: RecordedVersion,
): string | undefined => recorded ?? known?.versions.find((entry) => entry.version === version)?.sha256;

/** Of a version whose audit entry is older than the entries that name digests. */
export function knownDigest({ known, locked }: TaskRecords, version: string): string | undefined {
  const listed = known?.versions.find((entry) => entry.version === version)?.prompt_digest;
  const file =
    locked.production?.prompt?.version === version ? locked.production : locked.archive.get(version);
  return listed ?? file?.promptDigest;
}

/** Whether a file is that version; what is not known is not compared. */
export const isVersion =
  (version: string, digest: string | undefined, bytes?: string) =>
  (file: LockedRecord): boolean =>
    file.prompt?.version === version &&
    (digest === undefined || file.promptDigest === digest) &&
    (bytes === undefined || file.sha256 === bytes);

/** Wherever bytes of a version may still be. */
export function survivingBytes(
  { address, locked, history }: TaskRecords,
  version: string,
): readonly LockedRecord[] {
  const paths = [productionPath(address), archivePath(address, version)];
  const files = [locked.archive.get(version), locked.production].flatMap((file) => file ?? []);
  return [...files, ...paths.flatMap((path) => history(path).map((text) => lockedRecord(path, text)))];
}
