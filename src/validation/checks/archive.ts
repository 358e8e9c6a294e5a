import { promptDigest } from "../../prompts/digests.ts";
import { archivePath } from "../../prompts/layout.ts";
import type { Problem } from "../../prompts/problem.ts";
import type { RegistryVersion } from "../../prompts/records/registry.ts";
import { sha256 } from "../../prompts/sha256.ts";
import { parseLockedFile, readOrReport } from "../../prompts/task-files.ts";
import type { TaskCheck, TaskContext } from "../check.ts";
import { registryPlace } from "../registry-place.ts";
import { isRegistryKnown } from "../task-context.ts";

/** Every superseded version is in the archive as it was, and nothing else is. */
export const checkArchive: TaskCheck = (context) => {
  const { archived, registered, repository } = context;
  if (!isRegistryKnown(repository)) return [];
  const versions = registered?.versions ?? [];
  const known = new Set(versions.map(({ version }) => version));
  const strays = [...archived.versions].filter(([version]) => !known.has(version));
  return [
    ...versions.flatMap((version, at) => versionProblems(context, version, at)),
    ...strays.map(([, path]) => unknownToRegistry(path)),
  ];
};

function versionProblems(context: TaskContext, version: RegistryVersion, at: number): readonly Problem[] {
  const { archived, registered } = context;
  const path = archived.versions.get(version.version);
  if (path !== undefined) return fileProblems(context, path, version);
  return registered?.production?.version === version.version ? [] : [missing(context, version, at)];
}

function fileProblems(
  { repository }: TaskContext,
  path: string,
  version: RegistryVersion,
): readonly Problem[] {
  const problems: Problem[] = [];
  const bytes = readOrReport(repository.files, path, problems);
  if (bytes === undefined) return problems;
  const { value, problems: broken } = parseLockedFile(path, bytes);
  if (value === undefined) return broken;
  const isSame =
    value.version === version.version &&
    promptDigest(value) === version.prompt_digest &&
    (version.sha256 === undefined || sha256(bytes) === version.sha256);
  return isSame ? [] : [changed(path, version.version)];
}

const changed = (file: string, version: string): Problem => ({
  file,
  line: 1,
  column: 1,
  code: "archive-changed",
  severity: "error",
  found: `the archived file differs from what the registry recorded for version ${version}`,
  fix: "Restore it from git: archived versions never change.",
});

function missing({ repository, task }: TaskContext, { version }: RegistryVersion, at: number): Problem {
  const { address } = task.entry;
  return {
    ...registryPlace(repository, ["tasks", address.id, "versions", at]),
    code: "registry-dangling",
    severity: "error",
    found: `version ${version} is not in the archive (${archivePath(address, version)})`,
    fix: "Restore the file from git: a rollback may need it.",
  };
}

const unknownToRegistry = (file: string): Problem => ({
  file,
  line: 1,
  column: 1,
  code: "registry-missing",
  severity: "error",
  found: "an archived version that the registry does not know",
  fix: "Remove the file. Where the registry lost the version, `npm run reconcile -- --fix` brings it back from the audit record.",
});

/** A file in the archive that no rollback can find. */
export const misplacedArchive = (file: string): Problem => ({
  file,
  line: 1,
  column: 1,
  code: "file-misplaced",
  severity: "error",
  found: "no command reads a file of this name here",
  fix: "Name it [<group>/]<task>/<version>.yaml, or move it away.",
});
