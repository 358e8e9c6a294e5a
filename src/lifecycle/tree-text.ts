import type { FileChange } from "../prompts/file-change.ts";
import type { RepositoryFiles } from "../prompts/repository-files.ts";
import { sha256 } from "../prompts/sha256.ts";

/** The tree as a plan sees it: texts to read, and changes that are guarded by what was read. */
export interface TreeText {
  read(path: string): string | undefined;
  write(path: string, text: string): FileChange;
  remove(path: string): FileChange;
}

export function treeText(files: RepositoryFiles): TreeText {
  const before = (path: string): string | null => {
    const bytes = files.read(path);
    return bytes === undefined ? null : sha256(bytes);
  };
  return {
    read: (path) => {
      const bytes = files.read(path);
      return bytes === undefined ? undefined : new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    },
    write: (path, text) => ({ path, before: before(path), after: text }),
    remove: (path) => ({ path, before: before(path), after: null }),
  };
}
