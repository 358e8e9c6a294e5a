import type { RepositoryFiles } from "../prompts/repository-files.ts";

/** Files that remember what was read through them, as text; what is no UTF-8 shows replacement characters. */
export interface RememberedFiles extends RepositoryFiles {
  readonly texts: ReadonlyMap<string, string>;
}

export function rememberTexts(files: RepositoryFiles): RememberedFiles {
  const texts = new Map<string, string>();
  const decoder = new TextDecoder();
  return {
    texts,
    list: (folder) => files.list(folder),
    read: (path) => {
      const bytes = files.read(path);
      if (bytes !== undefined) texts.set(path, decoder.decode(bytes));
      return bytes;
    },
  };
}
