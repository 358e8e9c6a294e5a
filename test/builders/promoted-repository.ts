import { promptDigest } from "../../src/prompts/digests.ts";
import { archivePath, productionPath, REGISTRY_FILE } from "../../src/prompts/layout.ts";
import { renderProductionFile } from "../../src/prompts/records/production-file.ts";
import type { PromptVersion } from "../../src/prompts/records/production-prompt.ts";
import type {
  Registry,
  RegistryEnvironment,
  RegistryTask,
  VersionStatus,
} from "../../src/prompts/records/registry.ts";
import { EMPTY_REGISTRY_TEXT, editRegistryText } from "../../src/prompts/records/registry-file.ts";
import { sha256 } from "../../src/prompts/sha256.ts";
import { aDigest } from "./digest.ts";
import { aProductionPrompt } from "./production-prompt.ts";

/** Versions of a task with their status, oldest first; the last one is in production. */
export type PromotedVersions = Readonly<Record<string, VersionStatus>>;

export interface PromotedRepository {
  readonly files: Map<string, string>;
  readonly registry: Registry;
}

/** A prompt whose text says its own version, so that every version has its own digest. */
export function aVersion(task: string, version: string): PromptVersion {
  const content = `You are version ${version} of ${task}.`;
  return aProductionPrompt({
    id: task,
    version,
    messages: [
      { role: "system", content },
      { role: "user", content: "{{question}}" },
    ],
  });
}

export const digestOf = (task: string, version: string): string => promptDigest(aVersion(task, version));

/** The tree and the registry that promoting these versions one after another leaves behind. */
export function aPromotedRepository(
  tasks: Readonly<Record<string, PromotedVersions>>,
  environments: Readonly<Record<string, RegistryEnvironment>> = {},
): PromotedRepository {
  const files = new Map<string, string>();
  const registered = Object.entries(tasks).map(([task, versions]) => [task, promote(files, task, versions)]);
  const registry: Registry = { schema_version: 1, tasks: Object.fromEntries(registered), environments };
  files.set(REGISTRY_FILE, editRegistryText(EMPTY_REGISTRY_TEXT, registry));
  return { files, registry };
}

function promote(files: Map<string, string>, task: string, versions: PromotedVersions): RegistryTask {
  const names = Object.keys(versions);
  const current = names.at(-1) ?? "1.0.0";
  for (const version of names) {
    const path = version === current ? productionPath({ id: task }) : archivePath({ id: task }, version);
    files.set(path, renderProductionFile(aVersion(task, version), version, path));
  }
  return {
    production: {
      version: current,
      sha256: sha256(files.get(productionPath({ id: task })) ?? ""),
      prompt_digest: digestOf(task, current),
      evidence: {
        kind: "run",
        run_id: "run-1",
        report_sha256: aDigest("c"),
        evaluation_digest: aDigest("d"),
      },
    },
    versions: names.map((version) => ({
      version,
      prompt_digest: digestOf(task, version),
      status: versions[version] ?? "promoted",
    })),
  };
}
