import type { FileChange } from "../../prompts/file-change.ts";
import { archivePath, metadataPath, productionPath, type TaskAddress } from "../../prompts/layout.ts";
import { isOutOfUse, type OutOfUse, retiredStatus } from "../../prompts/records/out-of-use.ts";
import type { Registry, RegistryTask } from "../../prompts/records/registry.ts";
import type { RunningVersion } from "../records/read-audit.ts";
import type { Refusal } from "../refusal.ts";
import type { TreeText } from "../tree-text.ts";
import { editMetadataVersion } from "./metadata-edit.ts";

export interface Retirement {
  readonly task: string;
  /** One version, or all of the task. */
  readonly version?: string;
  readonly registered: RegistryTask;
  readonly changes: readonly FileChange[];
}

export type RetirementOutcome =
  | { readonly kind: "retirement"; readonly plan: Retirement }
  /** With what keeps the version out already; absent where a whole task was asked for. */
  | { readonly kind: "unchanged"; readonly status?: OutOfUse }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/**
 * Marks one superseded version as archived: no rollback will choose it. Its bytes stay. A version that is in production, or
 * that an environment is pinned to or answers with, is refused; one that was rolled back stays what it is.
 */
export function planVersionRetirement(
  { task, version }: { readonly task: string; readonly version: string },
  registry: Registry,
  answering: readonly RunningVersion[],
): RetirementOutcome {
  const registered = registry.tasks[task];
  const known = registered?.versions.find((entry) => entry.version === version);
  if (registered === undefined || known === undefined) {
    return refuse(
      task,
      3,
      `the registry knows no version ${version} of ${task}`,
      "`npm run status` lists the versions.",
    );
  }
  if (known.status === "archived") return { kind: "unchanged", status: known.status };
  if (registered.production?.version === version) {
    return refuse(
      task,
      7,
      `version ${version} is in production`,
      "Promote another version first, or retire the whole task.",
    );
  }
  const fix = "Deploy or roll back there first.";
  const pinned = pinnedIn(registry, task, version);
  if (pinned !== undefined) return refuse(task, 7, `${pinned} is pinned to version ${version}`, fix);
  const place = answering.find((one) => one.task === task && one.version === version)?.place;
  if (place !== undefined) return refuse(task, 7, `${place} answers with version ${version}`, fix);
  if (isOutOfUse(known.status)) return { kind: "unchanged", status: known.status };
  const versions = withRetired(registered, version);
  return {
    kind: "retirement",
    plan: { task, version, registered: { ...registered, versions }, changes: [] },
  };
}

/** Takes a task out of production: its locked file goes to the archive byte for byte; templates and examples stay. */
export function planTaskRetirement(
  address: TaskAddress,
  registry: Registry,
  tree: TreeText,
): RetirementOutcome {
  const registered = registry.tasks[address.id];
  if (registered === undefined)
    return refuse(address.id, 3, `the registry does not know ${address.id}`, "Nothing of it is live.");
  const production = registered.production;
  if (production === undefined) return { kind: "unchanged" };
  const pinned = pinnedIn(registry, address.id);
  if (pinned !== undefined) {
    return refuse(
      address.id,
      7,
      `${pinned} is pinned to a version of it`,
      "Deploy or roll back there first.",
    );
  }
  const bytes = tree.read(productionPath(address));
  const metadata = tree.read(metadataPath(address));
  const versions = withRetired(registered, production.version);
  return {
    kind: "retirement",
    plan: {
      task: address.id,
      registered: { versions },
      changes: [
        ...(bytes === undefined
          ? []
          : [
              tree.write(archivePath(address, production.version), bytes),
              tree.remove(productionPath(address)),
            ]),
        ...(metadata === undefined
          ? []
          : [tree.write(metadataPath(address), editMetadataVersion(metadata, undefined))]),
      ],
    },
  };
}

const withRetired = (registered: RegistryTask, version: string): RegistryTask["versions"] =>
  registered.versions.map((entry) =>
    entry.version === version ? { ...entry, status: retiredStatus(entry.status) } : entry,
  );

/** An environment that is pinned to this version of the task, or to any. */
function pinnedIn(registry: Registry, task: string, version?: string): string | undefined {
  const places = Object.entries(registry.environments);
  return places.find(([, { pins }]) => {
    const pin = pins[task];
    return pin !== undefined && (version === undefined || pin === version);
  })?.[0];
}

function refuse(task: string, exit: Refusal["exit"], found: string, fix: string): RetirementOutcome {
  return { kind: "refused", refusal: { task, exit, found, fix } };
}
