import { examplesFolder, metadataPath, type TaskAddress, templatePath } from "../layout.ts";
import type { Model } from "../metadata.ts";
import type { PlannedFile } from "../planned-files.ts";

/** The files of a task that does not exist yet. */
export interface NewTask {
  readonly address: TaskAddress;
  readonly files: readonly PlannedFile[];
  readonly examples: number;
  /** What its maker decided for the author, one sentence each. */
  readonly notes: readonly string[];
}

/** What a new task has besides its data. */
export interface NewTaskSettings {
  readonly address: TaskAddress;
  /** At least one. */
  readonly owners: readonly string[];
  readonly model: Model;
}

export const newTaskPaths = (address: TaskAddress, examplesFile: string) => ({
  template: templatePath(address),
  metadata: metadataPath(address),
  examples: `${examplesFolder(address)}/${examplesFile}`,
});

/** The comment by which an editor finds the format of a file at this path. */
export function schemaComment(path: string, format: "template" | "metadata"): string {
  const up = "../".repeat(path.split("/").length - 1);
  return `yaml-language-server: $schema=${up}schemas/${format}.schema.json`;
}
