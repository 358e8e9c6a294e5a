import type { PipelineConfig } from "./config.ts";
import { CONFIG_FILE } from "./layout.ts";
import type { RepositoryFiles } from "./repository-files.ts";
import { completeConfig, parseConfigFile } from "./yaml-formats.ts";

/** The configuration alone, of the first place that has one; the defaults where none has, or it cannot be used. */
export function readConfig(...places: readonly RepositoryFiles[]): PipelineConfig {
  const bytes = places.map((files) => files.read(CONFIG_FILE)).find((found) => found !== undefined);
  return (bytes === undefined ? undefined : parseConfigFile(CONFIG_FILE, bytes).value) ?? completeConfig({});
}
