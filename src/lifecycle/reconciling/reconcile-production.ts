import { productionPath } from "../../prompts/layout.ts";
import { renderProductionFile } from "../../prompts/records/production-file.ts";
import type { RegistryProduction } from "../../prompts/records/registry.ts";
import { sha256 } from "../../prompts/sha256.ts";
import { type LockedRecord, lockedRecord } from "../records/locked-records.ts";
import { lasting, mendable } from "./difference.ts";
import { reconcileEvidence } from "./reconcile-evidence.ts";
import { NOTHING, type ReconciledPart } from "./reconciled-part.ts";
import { isVersion, knownDigest, survivingBytes } from "./recorded-bytes.ts";
import type { TaskRecords } from "./task-records.ts";

type Production =
  | (ReconciledPart & { readonly kind: "live"; readonly block: RegistryProduction })
  | (ReconciledPart & { readonly kind: "retired" | "unknown" });

/** The file in production and the evidence of its version; the block that both make, where they suffice. */
export function reconcileProduction(records: TaskRecords): Production {
  const { address, locked, recorded, known } = records;
  const path = productionPath(address);
  const live = recorded.production;
  if (live === undefined) return { kind: "retired", ...strayProduction(path, locked.production) };
  const file = rightProduction(records, live.version);
  const evidence = reconcileEvidence(records, live.entry);
  const parts = [file, evidence];
  const both = {
    differences: parts.flatMap((part) => part.differences),
    changes: parts.flatMap((part) => part.changes),
  };
  if (file.record?.promptDigest === undefined || evidence.reference === undefined) {
    return known?.production === undefined
      ? { kind: "unknown", ...both }
      : { kind: "live", ...both, block: known.production };
  }
  const { sha256: bytes, promptDigest } = file.record;
  const block = {
    version: live.version,
    sha256: bytes,
    prompt_digest: promptDigest,
    evidence: evidence.reference,
  };
  return { kind: "live", ...both, block };
}

function strayProduction(path: string, file: LockedRecord | undefined): ReconciledPart {
  if (file === undefined) return NOTHING;
  const difference = {
    kind: "production" as const,
    where: path,
    found: "nothing of the task is in production",
  };
  return { differences: [lasting(difference, "Remove the file, or promote the task.")], changes: [] };
}

/** The file as it should be. The recorded bytes win; bytes that promotion would write again count as recorded. */
function rightProduction(
  records: TaskRecords,
  version: string,
): ReconciledPart & { readonly record?: LockedRecord } {
  const { address, locked, known, recorded, tree, task } = records;
  const path = productionPath(address);
  const digest = recorded.versions.find((entry) => entry.version === version)?.promptDigest;
  const wanted = known?.production?.version === version ? known.production.sha256 : undefined;
  const file = locked.production;
  const right = [...(file === undefined ? [] : [file]), ...survivingBytes(records, version)].filter(
    isVersion(version, digest ?? knownDigest(records, version)),
  );
  const isKnown = wanted === undefined && file !== undefined && records.history(path).includes(file.text);
  const best =
    right.find((record) => record.sha256 === wanted) ??
    (isKnown ? undefined : rendered(right[0], path, wanted)) ??
    right[0];
  const found =
    file === undefined
      ? `version ${version} of ${task} should be in production, and the file is missing`
      : `it is not version ${version} as it was promoted`;
  const difference = { kind: "production" as const, where: path, found };
  if (best === undefined) {
    const fix = "Its bytes are nowhere in git: restore them from elsewhere, or promote the task again.";
    return { differences: [lasting(difference, fix)], changes: [] };
  }
  if (best.sha256 === file?.sha256) return { ...NOTHING, record: best };
  return { differences: [mendable(difference)], changes: [tree.write(path, best.text)], record: best };
}

/** What promotion wrote, where that is what was recorded: equal prompts and versions give equal bytes. */
function rendered(
  right: LockedRecord | undefined,
  path: string,
  wanted: string | undefined,
): LockedRecord | undefined {
  if (right?.prompt === undefined) return undefined;
  const text = renderProductionFile(right.prompt, right.prompt.version, path);
  return wanted === undefined || sha256(text) === wanted ? lockedRecord(path, text) : undefined;
}
