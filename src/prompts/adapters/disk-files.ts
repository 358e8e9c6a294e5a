import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
} from "node:fs";
import { dirname, join, sep } from "node:path";
import { compareText } from "../problem.ts";
import { type RepositoryFiles, UnreadableFile } from "../repository-files.ts";

export const MAX_FILE_BYTES = 200 * 1024 * 1024;

/** The repository on disk. Links are never followed out of it, and FIFOs and devices are never opened for reading. */
export function createDiskFiles(root: string): RepositoryFiles {
  const realRoot = realpathSync(root);
  return {
    list: (folder) => listFolder(realRoot, folder),
    read: (path) => readInside(realRoot, path),
  };
}

function listFolder(root: string, folder: string): readonly string[] {
  try {
    const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .map((path) => (sep === "/" ? path : path.replaceAll(sep, "/")))
      .sort(compareText);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw unreadable(folder, error);
  }
}

function readInside(root: string, path: string): Uint8Array | undefined {
  const absolute = join(root, path);
  let handle: number;
  try {
    const parent = realpathSync(dirname(absolute));
    if (parent !== root && !parent.startsWith(root + sep))
      throw new UnreadableFile(path, "its folder is a link out of the repository");
    if (lstatSync(absolute).isSymbolicLink()) throw new UnreadableFile(path, "it is a symbolic link");
    handle = openSync(absolute, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
    throw unreadable(path, error);
  }
  try {
    const status = fstatSync(handle);
    if (!status.isFile()) throw new UnreadableFile(path, "it is not a regular file");
    if (status.size > MAX_FILE_BYTES)
      throw new UnreadableFile(path, `it has ${status.size} bytes, more than ${MAX_FILE_BYTES}`);
    return readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}

function unreadable(path: string, error: unknown): UnreadableFile {
  if (error instanceof UnreadableFile) return error;
  const words: Readonly<Record<string, string>> = {
    EACCES: "no permission to read it",
    ELOOP: "it is a symbolic link",
  };
  return new UnreadableFile(path, words[codeOf(error)] ?? `it cannot be read (${codeOf(error)})`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
