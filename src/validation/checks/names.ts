import type { Problem } from "../../prompts/problem.ts";
import type { Positions } from "../../prompts/reading/parsed-file.ts";
import type { TaskCheck } from "../check.ts";

/** The id inside a file is the one of its name. */
export const checkNames: TaskCheck = ({ task }) => {
  const { id } = task.entry.address;
  const { template, metadata, production } = task;
  return [
    ...wrongName(template, "id", template?.value?.id, id),
    ...wrongName(metadata, "task", metadata?.value?.task, id),
    ...wrongName(production, "id", production?.value?.id, id),
  ];
};

function wrongName(
  file: Positions | undefined,
  key: string,
  found: string | undefined,
  wanted: string,
): readonly Problem[] {
  if (file === undefined || found === undefined || found === wanted) return [];
  return [
    {
      ...file.placeOf([key]),
      code: "invalid-value",
      severity: "error",
      found: `${key} is "${found}" in the file of task "${wanted}" (${file.path})`,
      fix: `Write "${wanted}", or rename the file.`,
    },
  ];
}
