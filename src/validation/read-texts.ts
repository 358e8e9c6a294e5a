import { linePieces } from "../prompts/reading/line-pieces.ts";
import type { RepositoryFiles } from "../prompts/repository-files.ts";

/** Whole lines of a file. */
export interface TextPiece {
  readonly path: string;
  /** In the file, from 1. */
  readonly firstLine: number;
  readonly text: string;
}

/** Texts of files; what is no UTF-8 shows replacement characters. */
export interface ReadTexts {
  get(path: string): string | undefined;
  /** All of all files, a piece at a time: some are large. */
  pieces(): Iterable<TextPiece>;
}

/** Files that remember what was read through them. Bytes are held and decoded when asked: a text can be as large again. */
export interface RememberedFiles extends RepositoryFiles {
  readonly texts: ReadTexts;
}

const decoder = new TextDecoder();

export function rememberTexts(files: RepositoryFiles): RememberedFiles {
  const read = new Map<string, Uint8Array>();
  return {
    texts: {
      get: (path) => {
        const bytes = read.get(path);
        return bytes === undefined ? undefined : decoder.decode(bytes);
      },
      *pieces() {
        for (const [path, bytes] of read) yield* piecesOf(path, bytes);
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

function* piecesOf(path: string, bytes: Uint8Array): Generator<TextPiece> {
  let firstLine = 1;
  for (const { from, to } of linePieces(bytes)) {
    const text = decoder.decode(bytes.subarray(from, to));
    yield { path, firstLine, text };
    if (to < bytes.length) firstLine += text.split("\n").length - 1;
  }
}
