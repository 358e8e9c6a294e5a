import type { RegistryTask, RegistryVersion } from "../../prompts/records/registry.ts";
import type { RecordedVersion } from "../records/recorded-tasks.ts";
import { reconcileArchived } from "./reconcile-archived.ts";
import { reconcileProduction } from "./reconcile-production.ts";
import type { ReconciledPart } from "./reconciled-part.ts";
import { knownBytes, knownDigest } from "./recorded-bytes.ts";
import { registryDifferences } from "./registry-differences.ts";
import type { TaskRecords } from "./task-records.ts";

export interface TaskReconciliation extends ReconciledPart {
  /** The block as the records make it; absent where they do not suffice. */
  readonly block?: RegistryTask;
}

/** Holds a task's locked files and its registry block against the audit record, and says what each should be. */
export function reconcileTask(records: TaskRecords): TaskReconciliation {
  const archive = records.recorded.versions.map((version) => reconcileArchived(records, version));
  const production = reconcileProduction(records);
  const differences = [...archive, production].flatMap((part) => part.differences);
  const changes = [...archive, production].flatMap((part) => part.changes);
  if (production.kind === "unknown") return { differences, changes };
  const block: RegistryTask = {
    ...(production.kind === "live" ? { production: production.block } : {}),
    versions: records.recorded.versions.map((recorded) => versionBlock(records, recorded)),
  };
  return { differences: [...differences, ...registryDifferences(records, block)], changes, block };
}

function versionBlock(records: TaskRecords, recorded: RecordedVersion): RegistryVersion {
  const { version, status, promptDigest } = recorded;
  const bytes = knownBytes(records, recorded);
  const digest = promptDigest ?? knownDigest(records, version) ?? "";
  return { version, prompt_digest: digest, ...(bytes === undefined ? {} : { sha256: bytes }), status };
}
