import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
} from "node:fs";
import { dirname, join, sep } from "node:path";
import { EXIT } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import { compareText } from "../problem.ts";
import { type RepositoryFiles, UnreadableFile } from "../repository-files.ts";

const MAX_FILE_BYTES = 200 * 1024 * 1024;

/** The repository on disk. Links are never followed out of it, and FIFOs and devices are never opened for reading. Throws `Failure` (exit 2) without permission. */
export function createDiskFiles(root: string): RepositoryFiles {
  const realRoot = realpathSync.native(root);
  const folders = new Map<string, string>();
  const realFolder = (folder: string): string => {
    const real = folders.get(folder) ?? realpathSync.native(folder);
    folders.set(folder, real);
    return real;
  };
  /** Paths that a list gave as regular files. */
  const listed = new Set<string>();
  return {
    list: (folder) => listFolder(realRoot, folder, listed),
    read: (path) => readInside(realRoot, path, realFolder, listed.has(path)),
  };
}

function listFolder(root: string, folder: string, listed: Set<string>): readonly string[] {
  try {
    const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
    const paths: string[] = [];
    for (const entry of entries) {
      if (entry.isDirectory()) continue;
      const own = `${entry.parentPath}${sep}${entry.name}`.slice(root.length + 1);
      const path = sep === "/" ? own : own.replaceAll(sep, "/");
      if (entry.isFile()) listed.add(path);
      paths.push(path);
    }
    return paths.sort(compareText);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw unreadable(folder, error);
  }
}

function readInside(
  root: string,
  path: string,
  realFolder: (folder: string) => string,
  isListed: boolean,
): Uint8Array | undefined {
  const absolute = `${root}${sep}${path}`;
  let handle: number;
  try {
    const parent = realFolder(dirname(absolute));
    if (parent !== root && !parent.startsWith(root + sep))
      throw new UnreadableFile(path, "its folder is a link out of the repository");
    handle = openItself(path, absolute);
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
    throw unreadable(path, error);
  }
  try {
    return (isListed ? readShort(handle) : undefined) ?? readChecked(path, handle);
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    closeSync(handle);
  }
}

const SHORT_BYTES = 64 * 1024;
const scratch = Buffer.allocUnsafeSlow(SHORT_BYTES + 1);

/**
 * A small file without asking first what it is and how large, which of thousands takes longer than reading them. Undefined
 * where it is large or empty. Reading at an offset fails on a FIFO that has taken the file's place since it was listed.
 */
function readShort(handle: number): Uint8Array | undefined {
  const length = readSync(handle, scratch, 0, scratch.length, 0);
  return length === 0 || length > SHORT_BYTES ? undefined : Buffer.from(scratch.subarray(0, length));
}

function readChecked(path: string, handle: number): Uint8Array {
  const status = fstatSync(handle);
  if (!status.isFile()) throw new UnreadableFile(path, "it is not a regular file");
  if (status.size > MAX_FILE_BYTES)
    throw new UnreadableFile(path, `it has ${status.size} bytes, more than ${MAX_FILE_BYTES}`);
  return readWhole(handle, status.size);
}

/** As many bytes as there were when the size was asked, or fewer; `readFileSync` would ask for it again. */
function readWhole(handle: number, size: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  for (let read = -1; read !== 0 && length < size; length += read)
    read = readSync(handle, bytes, length, size - length, length);
  return bytes.subarray(0, length);
}

/** Where the system can refuse to follow a link, looking first whether there is one is saved. */
function openItself(path: string, absolute: string): number {
  if (constants.O_NOFOLLOW === undefined) refuseLink(path, absolute);
  try {
    return openSync(absolute, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (codeOf(error) === "ELOOP") refuseLink(path, absolute);
    throw error;
  }
}

function refuseLink(path: string, absolute: string): void {
  if (lstatSync(absolute).isSymbolicLink())
    throw new UnreadableFile(path, `it is a symbolic link to ${readlinkSync(absolute)}`);
}

/** A file that cannot be what it should be is the author's matter; permission and broken disks are the machine's. */
function unreadable(path: string, error: unknown): Error {
  if (error instanceof UnreadableFile) return error;
  const code = codeOf(error);
  if (code === "ELOOP" || code === "ENXIO")
    return new UnreadableFile(path, code === "ELOOP" ? "it is a symbolic link" : "it is not a regular file");
  const why = code === "EACCES" || code === "EPERM" ? "no permission" : code;
  return new Failure(`cannot read ${path} (${why}); nothing was done`, {
    exit: EXIT.usage,
    fix: "Make it readable for this user, then run again.",
    cause: error,
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
