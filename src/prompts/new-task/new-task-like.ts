import { editTopLevel } from "../adapters/yaml-top-level.ts";
import type { NewTask, NewTaskSettings } from "./new-task.ts";
import { newTaskPaths, schemaComment } from "./new-task.ts";

/** The texts of a ready task that another one begins as. */
export interface ModelTask {
  readonly id: string;
  readonly template: string;
  readonly metadata: string;
  readonly examples: readonly { readonly fileName: string; readonly text: string; readonly count: number }[];
}

/** The same prompt, policy and examples under another id, as never promoted; comments stay. Where `owners` is empty they stay too. */
export function newTaskLike(
  from: ModelTask,
  { address, owners, schemas }: Omit<NewTaskSettings, "model">,
): NewTask {
  const { template, metadata } = newTaskPaths(address, "");
  const unpromoted = { version: undefined, changelog: undefined, bump: undefined, change: undefined };
  const metadataEdits = { task: address.id, ...(owners.length === 0 ? {} : { owners }), ...unpromoted };
  return {
    address,
    files: [
      {
        path: template,
        text: withSchema(
          editTopLevel(from.template, { id: address.id }),
          schemaComment(template, "template", schemas),
        ),
      },
      {
        path: metadata,
        text: withSchema(
          editTopLevel(from.metadata, metadataEdits),
          schemaComment(metadata, "metadata", schemas),
        ),
      },
      ...from.examples.map(({ fileName, text }) => ({
        path: newTaskPaths(address, fileName).examples,
        text,
      })),
    ],
    examples: from.examples.reduce((sum, { count }) => sum + count, 0),
    notes: [`prompt, policy and examples are those of ${from.id}: replace what differs`],
  };
}

/** The path to the schema from where the new file stands; a file that names none stays so. */
const withSchema = (text: string, comment: string): string =>
  text.replace(/^# yaml-language-server: \$schema=\S*schemas\/\S+$/m, () => `# ${comment}`);
