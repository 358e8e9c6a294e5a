/** The port through which everything reads the repository's files. Paths are relative, with forward slashes. */
export interface RepositoryFiles {
  /** All files below a folder, in C order; empty where the folder does not exist. */
  list(folder: string): readonly string[];
  /** The bytes, or undefined where no file is. Throws `UnreadableFile` for what is not a plain file inside the root. */
  read(path: string): Uint8Array | undefined;
}

/** A link, a FIFO, a device, or a file over the size limit. */
export class UnreadableFile extends Error {
  readonly path: string;
  readonly found: string;

  constructor(path: string, found: string) {
    super(`${path}: ${found}`);
    this.name = "UnreadableFile";
    this.path = path;
    this.found = found;
  }
}
