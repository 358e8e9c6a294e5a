import { assembleCandidate } from "../../prompts/task-files.ts";
import { bumpOf, isSmaller } from "../../prompts/version-bump.ts";
import type { TaskCheck } from "../check.ts";

/** A requested version step is not smaller than the change. */
export const checkBump: TaskCheck = ({ task, repository }) => {
  const { template, metadata, production } = task;
  const requested = metadata?.value?.bump;
  const before = production?.value;
  if (metadata?.value === undefined || template?.value === undefined) return [];
  if (requested === undefined || before === undefined) return [];
  const computed = bumpOf(before, assembleCandidate(template.value, metadata.value, repository.fragments));
  if (!isSmaller(requested, computed)) return [];
  return [
    {
      ...metadata.placeOf(["bump"]),
      code: "bump-too-small",
      severity: "error",
      found: `bump is ${requested}, but the change from ${before.version} is ${computed}`,
      fix: `Write "${computed}", or remove bump: promote computes it.`,
    },
  ];
};
