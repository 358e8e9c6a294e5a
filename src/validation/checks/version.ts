import { REGISTRY_FILE } from "../../prompts/layout.ts";
import type { Place, Problem } from "../../prompts/problem.ts";
import type { TaskCheck } from "../check.ts";
import { registryPlace } from "../registry-place.ts";
import { isRegistryKnown } from "../task-context.ts";

/** Metadata, registry and production file name the same version. */
export const checkVersion: TaskCheck = ({ task, repository, registered }) => {
  if (!isRegistryKnown(repository)) return [];
  const { metadata, production } = task;
  const recorded = registered?.production;
  const problems: Problem[] = [];
  if (metadata?.value !== undefined && metadata.value.version !== recorded?.version) {
    const found = `version is ${metadata.value.version ?? "absent"}, but ${REGISTRY_FILE} says ${recorded?.version ?? "none"}`;
    problems.push(disagree(metadata.placeOf(["version"]), found));
  }
  if (recorded === undefined) return problems;
  const keys = ["tasks", task.entry.address.id];
  const place = (): Place => registryPlace(repository, [...keys, "production", "version"]);
  const isSameBytes = production?.sha256 === recorded.sha256;
  if (isSameBytes && production?.value !== undefined && production.value.version !== recorded.version) {
    const found = `the registry says ${recorded.version}, but ${production.path} is version ${production.value.version}`;
    problems.push(disagree(place(), found));
  }
  if (registered?.versions.every(({ version }) => version !== recorded.version) === true) {
    const found = `version ${recorded.version} is in production, but not in the list of versions`;
    problems.push({ ...disagree(place(), found), code: "registry-dangling" });
  }
  return problems;
};

const disagree = (place: Place, found: string): Problem => ({
  ...place,
  code: "version-mismatch",
  severity: "error",
  found,
  fix: "Versions are written by promote alone: undo the edit, or run `npm run reconcile -- --fix`.",
});
