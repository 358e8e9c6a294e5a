import type { Problem } from "../../prompts/problem.ts";
import type { Registry } from "../../prompts/records/registry.ts";
import type { RepositoryCheck } from "../check.ts";
import { registryPlace } from "../registry-place.ts";

/** Environments pin only versions that the registry knows. */
export const checkPins: RepositoryCheck = ({ repository, isSelected }) =>
  Object.entries(repository.registry.environments).flatMap(([environment, { pins }]) =>
    Object.entries(pins)
      .filter(([task, version]) => isSelected(task) && !isKnown(repository.registry, task, version))
      .map(
        ([task, version]): Problem => ({
          ...registryPlace(repository, ["environments", environment, "pins", task]),
          code: "registry-dangling",
          severity: "error",
          found: `${environment} pins ${task} to version ${version}, which the registry does not know`,
          fix: "Run `npm run reconcile -- --fix`; pins are written by deploy and rollback alone.",
        }),
      ),
  );

function isKnown({ tasks }: Registry, task: string, version: string): boolean {
  const versions = Object.hasOwn(tasks, task) ? (tasks[task]?.versions ?? []) : [];
  return versions.some((known) => known.version === version);
}
