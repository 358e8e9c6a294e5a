import type { PipelineConfig } from "./config.ts";
import { CONFIG_FILE, REGISTRY_FILE } from "./layout.ts";
import type { Problem } from "./problem.ts";
import type { ParsedFile } from "./reading/parsed-file.ts";
import { EMPTY_REGISTRY, type Registry } from "./records/registry.ts";
import type { Fragments } from "./rendering/fragments.ts";
import type { RepositoryFiles } from "./repository-files.ts";
import { indexRepository, type RepositoryIndex } from "./repository-index.ts";
import { readFragments, readOrReport } from "./task-files.ts";
import { completeConfig, parseConfigFile, parseRegistryFile } from "./yaml-formats.ts";

/** What concerns all tasks of a repository. Where a file is missing or broken its defaults stand in, and a problem says so. */
export interface Repository {
  readonly files: RepositoryFiles;
  readonly config: PipelineConfig;
  readonly registry: Registry;
  /** The registry's file, where there is one, for places in it. */
  readonly registryFile?: ParsedFile<Registry>;
  readonly index: RepositoryIndex;
  readonly fragments: Fragments;
  readonly problems: readonly Problem[];
}

/** Reads configuration, registry, fragments and the list of tasks; the tasks themselves are read by `readTask`. */
export function readRepository(files: RepositoryFiles): Repository {
  const problems: Problem[] = [];
  const read = <T>(
    path: string,
    parse: (path: string, bytes: Uint8Array) => ParsedFile<T>,
  ): ParsedFile<T> | undefined => {
    const bytes = readOrReport(files, path, problems);
    const parsed = bytes === undefined ? undefined : parse(path, bytes);
    problems.push(...(parsed?.problems ?? []));
    return parsed;
  };
  const config = read(CONFIG_FILE, parseConfigFile);
  const registryFile = read(REGISTRY_FILE, parseRegistryFile);
  const index = indexRepository(files);
  const fragments = readFragments(files, index.fragments, problems);
  return {
    files,
    config: config?.value ?? completeConfig({}),
    registry: registryFile?.value ?? EMPTY_REGISTRY,
    ...(registryFile === undefined ? {} : { registryFile }),
    index,
    fragments,
    problems: [...problems, ...index.problems],
  };
}
