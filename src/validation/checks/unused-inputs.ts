import { placeholderNames } from "../../prompts/rendering/placeholders.ts";
import { assembleCandidate } from "../../prompts/task-files.ts";
import type { TaskCheck } from "../check.ts";
import { requiredInputs } from "../declared-inputs.ts";

/** An input that every caller must give and that the prompt never shows to the model. */
export const checkUnusedInputs: TaskCheck = ({ task, repository }) => {
  const template = task.template?.value;
  const metadata = task.metadata?.value;
  if (template === undefined || task.metadata === undefined || metadata === undefined) return [];
  const { messages } = assembleCandidate(template, metadata, repository.fragments);
  const used = new Set(messages.flatMap(({ content }) => placeholderNames(content)));
  const { placeOf } = task.metadata;
  return requiredInputs(metadata.input).flatMap((name, at) =>
    used.has(name)
      ? []
      : [
          {
            ...placeOf(["input", "required", at]),
            code: "unused-input",
            severity: "error",
            found: `required input "${name}" is never used by ${task.entry.template}`,
            fix: `Use {{${name}}} there, or take it out of required.`,
          },
        ],
  );
};
