import type { RepositoryFiles } from "../repository-files.ts";

/** Files that are read at most once each: what is checked and what is used are the same bytes, held until nobody asks any more. */
export function readOnce(files: RepositoryFiles): RepositoryFiles {
  const known = new Map<string, Uint8Array | undefined>();
  return {
    list: (folder) => files.list(folder),
    read: (path) => {
      if (known.has(path)) return known.get(path);
      const bytes = files.read(path);
      known.set(path, bytes);
      return bytes;
    },
  };
}
