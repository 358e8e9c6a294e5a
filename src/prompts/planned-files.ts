import { compareText } from "./problem.ts";
import type { RepositoryFiles } from "./repository-files.ts";

/** A file that is to be written. */
export interface PlannedFile {
  readonly path: string;
  readonly text: string;
}

/** The repository as it would be with these files in place, so that a plan can be checked before anything is written. */
export function withPlannedFiles(files: RepositoryFiles, planned: readonly PlannedFile[]): RepositoryFiles {
  const texts = new Map(planned.map(({ path, text }) => [path, new TextEncoder().encode(text)]));
  return {
    list: (folder) => {
      const added = [...texts.keys()].filter((path) => path.startsWith(`${folder}/`));
      return [...new Set([...files.list(folder), ...added])].sort(compareText);
    },
    read: (path) => texts.get(path) ?? files.read(path),
  };
}
