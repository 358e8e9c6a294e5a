import { promptDigest } from "../../prompts/digests.ts";
import { productionPath } from "../../prompts/layout.ts";
import type { Problem } from "../../prompts/problem.ts";
import type { TaskCheck } from "../check.ts";
import { registryPlace } from "../registry-place.ts";
import { isRegistryKnown } from "../task-context.ts";

/** Production holds exactly the bytes that the registry recorded. Says nothing where the registry cannot be read. */
export const checkLockedFile: TaskCheck = ({ task, repository, registered }) => {
  const { address, production: path } = task.entry;
  if (!isRegistryKnown(repository)) return [];
  const recorded = registered?.production;
  if (path === undefined) {
    if (recorded === undefined) return [];
    const place = registryPlace(repository, ["tasks", address.id, "production"]);
    return [dangling(place, productionPath(address))];
  }
  if (recorded === undefined) return [unknownToRegistry(path)];
  const { production } = task;
  if (production === undefined) return [];
  if (production.sha256 !== recorded.sha256) return [changed(path, recorded.version)];
  const isSame = production.value === undefined || promptDigest(production.value) === recorded.prompt_digest;
  if (isSame) return [];
  const place = registryPlace(repository, ["tasks", address.id, "production", "prompt_digest"]);
  return [wrongDigest(place, path)];
};

const dangling = (place: Pick<Problem, "file" | "line" | "column">, path: string): Problem => ({
  ...place,
  code: "registry-dangling",
  severity: "error",
  found: `the registry has a production version, but ${path} does not exist`,
  fix: "Restore the file from git, or run `npm run reconcile -- --fix`.",
});

const unknownToRegistry = (file: string): Problem => ({
  file,
  line: 1,
  column: 1,
  code: "registry-missing",
  severity: "error",
  found: "a production file that the registry does not know",
  fix: "Remove it and promote the template instead. Where the registry lost the task, `npm run reconcile -- --fix` brings it back from the audit record.",
});

const changed = (file: string, version: string): Problem => ({
  file,
  line: 1,
  column: 1,
  code: "locked-file-changed",
  severity: "error",
  found: `the locked file differs from what the registry recorded for version ${version}`,
  fix: "Restore it from git; change the template or the metadata instead, and promote.",
});

const wrongDigest = (place: Pick<Problem, "file" | "line" | "column">, path: string): Problem => ({
  ...place,
  code: "locked-file-changed",
  severity: "error",
  found: `the registry's prompt_digest is not that of ${path}`,
  fix: "Run `npm run reconcile -- --fix`; only commands write the registry.",
});
