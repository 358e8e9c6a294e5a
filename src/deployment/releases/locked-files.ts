import { FOLDERS } from "../../prompts/layout.ts";
import type { RepositoryFiles } from "../../prompts/repository-files.ts";

export interface LockedBytes {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The files of promoted versions, found whatever group folder a task lives in. */
export interface LockedFiles {
  production(task: string): LockedBytes | undefined;
  archived(task: string, version: string): LockedBytes | undefined;
}

export function findLockedFiles(files: RepositoryFiles): LockedFiles {
  const production = byEnd(files.list(FOLDERS.production), 1);
  const archive = byEnd(files.list(FOLDERS.archive), 2);
  const read = (path: string | undefined): LockedBytes | undefined => {
    const bytes = path === undefined ? undefined : files.read(path);
    return path === undefined || bytes === undefined ? undefined : { path, bytes };
  };
  return {
    production: (task) => read(production.get(`${task}.yaml`)),
    archived: (task, version) => read(archive.get(`${task}/${version}.yaml`)),
  };
}

/** Paths by their last segments. */
function byEnd(paths: readonly string[], segments: number): ReadonlyMap<string, string> {
  return new Map(paths.map((path) => [path.split("/").slice(-segments).join("/"), path]));
}
