import { FOLDERS, type TaskAddress } from "../prompts/layout.ts";
import type { RepositoryFiles } from "../prompts/repository-files.ts";
import { isTaskId } from "../prompts/task-id.ts";

/** The archived versions of one task. */
export interface ArchivedTask {
  readonly address: TaskAddress;
  /** Paths by version. */
  readonly versions: ReadonlyMap<string, string>;
}

export interface ArchiveIndex {
  readonly tasks: ReadonlyMap<string, ArchivedTask>;
  /** Files whose name is no `[<group>/]<task>/<version>.yaml`. */
  readonly misplaced: readonly string[];
}

const FILE_NAME = /^(\d+\.\d+\.\d+)\.yaml$/;

/** What lies in 99-archive, from file names alone. */
export function indexArchive(files: RepositoryFiles): ArchiveIndex {
  const tasks = new Map<string, { readonly address: TaskAddress; readonly versions: Map<string, string> }>();
  const misplaced: string[] = [];
  for (const path of files.list(FOLDERS.archive)) {
    if (path.endsWith("/.gitkeep") || path.endsWith("/README.md")) continue;
    const names = path.slice(FOLDERS.archive.length + 1).split("/");
    const version = FILE_NAME.exec(names.at(-1) ?? "")?.[1];
    const address = addressOf(names.slice(0, -1));
    if (version === undefined || address === undefined) {
      misplaced.push(path);
      continue;
    }
    const task = tasks.get(address.id) ?? { address, versions: new Map() };
    task.versions.set(version, path);
    tasks.set(address.id, task);
  }
  return { tasks, misplaced };
}

function addressOf(names: readonly string[]): TaskAddress | undefined {
  const [first, second] = names;
  if (first === undefined || names.length > 2 || !names.every(isTaskId)) return undefined;
  return second === undefined ? { id: first } : { group: first, id: second };
}
