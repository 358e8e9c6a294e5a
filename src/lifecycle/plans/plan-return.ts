import { promptDigest } from "../../prompts/digests.ts";
import type { FileChange } from "../../prompts/file-change.ts";
import type { TaskAddress } from "../../prompts/layout.ts";
import { archivePath, metadataPath, productionPath } from "../../prompts/layout.ts";
import type { RegistryTask, RegistryVersion } from "../../prompts/records/registry.ts";
import { sha256 } from "../../prompts/sha256.ts";
import { parseProductionFile } from "../../prompts/yaml-formats.ts";
import type { Refusal } from "../refusal.ts";
import type { TreeText } from "../tree-text.ts";
import { editMetadataVersion } from "./metadata-edit.ts";

/** A return to a version that was live before: its archived bytes, whatever templates say now. Needs no provider. */
export interface Return {
  readonly task: string;
  readonly from: string;
  readonly version: string;
  readonly registered: RegistryTask;
  readonly changes: readonly FileChange[];
}

export interface ReturnRequest {
  readonly address: TaskAddress;
  readonly registered: RegistryTask;
  readonly version: string;
  readonly reason: string;
  /** What becomes of the version that is left. */
  readonly mark?: "quarantined" | "rolled_back";
}

export type ReturnOutcome =
  | { readonly kind: "return"; readonly plan: Return }
  | { readonly kind: "unchanged"; readonly version: string }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** What putting an earlier version back would do. The version left is archived byte for byte. */
export function planReturn(request: ReturnRequest, tree: TreeText): ReturnOutcome {
  const { address, registered, version, reason } = request;
  const task = address.id;
  const production = registered.production;
  if (production === undefined)
    return refuse(task, 3, "the task has no production version", "Promote it first.");
  if (production.version === version) return { kind: "unchanged", version };
  const known = registered.versions.find((entry) => entry.version === version);
  const bytes = tree.read(archivePath(address, version));
  if (known === undefined || bytes === undefined) {
    const versions = registered.versions.map((entry) => entry.version).join(", ");
    return refuse(task, 3, `version ${version} is not in the archive`, `Known versions: ${versions}.`);
  }
  if (known.status === "quarantined" || known.status === "rolled_back") {
    return refuse(
      task,
      5,
      `version ${version} was itself rolled back`,
      "Choose a version that was verified.",
    );
  }
  const changed = changedFile(request, bytes, tree);
  if (changed !== undefined) {
    return refuse(
      task,
      3,
      `${changed} is not what the registry recorded`,
      "Run `npm run validate` and put the promoted bytes back.",
    );
  }
  return {
    kind: "return",
    plan: {
      task,
      from: production.version,
      version,
      registered: {
        production: {
          version,
          sha256: sha256(bytes),
          prompt_digest: known.prompt_digest,
          evidence: { kind: "downgrade", reason },
        },
        versions: registered.versions.map((entry) => returnedStatus(entry, request, production.version)),
      },
      changes: returnChanges(address, production.version, bytes, version, tree),
    },
  };
}

/** The version left is marked; a retired one that comes back is no longer retired. */
function returnedStatus(
  entry: RegistryVersion,
  { version, mark }: ReturnRequest,
  left: string,
): RegistryVersion {
  if (entry.version === left && mark !== undefined) return { ...entry, status: mark };
  return entry.version === version && entry.status === "archived" ? { ...entry, status: "promoted" } : entry;
}

/** A locked file whose bytes somebody changed: it may neither come back nor become the archive of its version. */
function changedFile(
  { address, registered, version }: ReturnRequest,
  archived: string,
  tree: TreeText,
): string | undefined {
  const path = archivePath(address, version);
  const prompt = parseProductionFile(path, new TextEncoder().encode(archived)).value;
  const known = registered.versions.find((entry) => entry.version === version);
  if (prompt === undefined || promptDigest(prompt) !== known?.prompt_digest) return path;
  if (known.sha256 !== undefined && known.sha256 !== sha256(archived)) return path;
  const production = tree.read(productionPath(address));
  return production !== undefined && sha256(production) !== registered.production?.sha256
    ? productionPath(address)
    : undefined;
}

function refuse(task: string, exit: Refusal["exit"], found: string, fix: string): ReturnOutcome {
  return { kind: "refused", refusal: { task, exit, found, fix } };
}

function returnChanges(
  address: TaskAddress,
  from: string,
  bytes: string,
  version: string,
  tree: TreeText,
): readonly FileChange[] {
  const current = tree.read(productionPath(address));
  const metadata = tree.read(metadataPath(address));
  return [
    ...(current === undefined ? [] : [tree.write(archivePath(address, from), current)]),
    tree.write(productionPath(address), bytes),
    ...(metadata === undefined
      ? []
      : [tree.write(metadataPath(address), editMetadataVersion(metadata, version))]),
  ];
}
