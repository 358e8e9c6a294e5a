import { archivePath } from "../../prompts/layout.ts";
import type { RecordedVersion } from "../records/recorded-tasks.ts";
import { lasting, mendable } from "./difference.ts";
import { NOTHING, type ReconciledPart } from "./reconciled-part.ts";
import { isVersion, knownBytes, knownDigest, survivingBytes } from "./recorded-bytes.ts";
import type { TaskRecords } from "./task-records.ts";

/** Every superseded version lies in the archive as it was; the one in production may. */
export function reconcileArchived(records: TaskRecords, promoted: RecordedVersion): ReconciledPart {
  const { version, promptDigest } = promoted;
  const { address, locked, recorded, tree } = records;
  const [path, file] = [archivePath(address, version), locked.archive.get(version)];
  if (file === undefined && recorded.production?.version === version) return NOTHING;
  const digest = promptDigest ?? knownDigest(records, version);
  const isRight = isVersion(version, digest, knownBytes(records, promoted));
  if (file !== undefined && isRight(file)) return NOTHING;
  const found =
    file === undefined ? `version ${version} is missing` : `it is not version ${version} as it was promoted`;
  const bytes = survivingBytes(records, version).find(isRight);
  const difference = { kind: "archive" as const, where: path, found };
  if (bytes === undefined)
    return {
      differences: [lasting(difference, "Its bytes are nowhere in git: restore them from elsewhere.")],
      changes: [],
    };
  return { differences: [mendable(difference)], changes: [tree.write(path, bytes.text)] };
}
