import { examplesFolder, metadataPath, type TaskAddress, templatePath } from "../layout.ts";
import type { Metadata, Model } from "../metadata.ts";
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
  /** As the task that it begins like says; without it the default. */
  readonly data?: NonNullable<Metadata["data"]>;
  /** Where editors find the schemas: `schemaFolder`. */
  readonly schemas: string;
}

export const newTaskPaths = (address: TaskAddress, examplesFile: string) => ({
  template: templatePath(address),
  metadata: metadataPath(address),
  examples: `${examplesFolder(address)}/${examplesFile}`,
});

/** The folder of the schemas, seen from the root, as the configuration's own comment names it; `schemas/` where it names none. */
export const schemaFolder = (config: string): string =>
  /^# yaml-language-server: \$schema=(\S*?)config\.schema\.json$/m.exec(config)?.[1] ?? "schemas/";

/** The comment by which an editor finds the format of a file at this path; `folder` is relative to the root, or an address. */
export function schemaComment(path: string, format: "template" | "metadata", folder: string): string {
  const up = folder.includes("://") ? "" : "../".repeat(path.split("/").length - 1);
  return `yaml-language-server: $schema=${up}${folder}${format}.schema.json`;
}
