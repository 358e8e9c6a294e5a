import type { RepositoryFiles } from "../prompts/repository-files.ts";

/** Paths with their texts; what is no UTF-8 shows replacement characters. */
export interface ReadTexts extends Iterable<readonly [string, string]> {
  get(path: string): string | undefined;
}

/** Files that remember what was read through them. Bytes are held and decoded when asked: a text can be as large again. */
export interface RememberedFiles extends RepositoryFiles {
  readonly texts: ReadTexts;
}

export function rememberTexts(files: RepositoryFiles): RememberedFiles {
  const read = new Map<string, Uint8Array>();
  const decoder = new TextDecoder();
  return {
    texts: {
      get: (path) => {
        const bytes = read.get(path);
        return bytes === undefined ? undefined : decoder.decode(bytes);
      },
      *[Symbol.iterator]() {
        for (const [path, bytes] of read) yield [path, decoder.decode(bytes)];
      },
    },
    list: (folder) => files.list(folder),
    read: (path) => {
      const bytes = files.read(path);
      if (bytes !== undefined) read.set(path, bytes);
      return bytes;
    },
  };
}
