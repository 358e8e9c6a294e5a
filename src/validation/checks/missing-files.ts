import { examplesFolder, metadataPath, templatePath } from "../../prompts/layout.ts";
import type { Problem } from "../../prompts/problem.ts";
import type { TaskCheck } from "../check.ts";

/** Metadata and production need the files that they rest on; a template alone is a draft. */
export const checkMissingFiles: TaskCheck = ({ task }) => {
  const { address, template, metadata, production, examples } = task.entry;
  const problems: Problem[] = [];
  const need = (file: string | undefined, wanted: string, what: string): void => {
    if (file !== undefined) problems.push(missing(file, wanted, what));
  };
  if (template === undefined) need(metadata, templatePath(address), "template");
  if (metadata !== undefined && examples.length === 0)
    need(metadata, `${examplesFolder(address)}/*.jsonl`, "examples");
  if (metadata === undefined) need(production, metadataPath(address), "metadata");
  if (template === undefined && metadata === undefined) need(examples[0], templatePath(address), "template");
  return problems;
};

const missing = (file: string, wanted: string, what: string): Problem => ({
  file,
  line: 1,
  column: 1,
  code: "missing-file",
  severity: "error",
  found: `the task has no ${what} (${wanted})`,
  fix: `Add ${wanted}, or remove this file.`,
});
