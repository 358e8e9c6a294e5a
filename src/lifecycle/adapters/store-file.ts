import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { StateNotStored } from "../write-store.ts";

/** What writers of this file that were killed left beside it. Only for whoever holds the repository's lock. */
export function removeLeftovers(path: string): void {
  const folder = dirname(path);
  if (!existsSync(folder)) return;
  const start = `${basename(path)}.`;
  const left = readdirSync(folder).filter(
    (name) => name.startsWith(start) && /^\d+\.tmp$/.test(name.slice(start.length)),
  );
  for (const name of left) rmSync(join(folder, name), { force: true });
}

const BATCH_CHARACTERS = 1 << 18;

/**
 * Temporary file beside the final name, flushed, then renamed: a reader sees the old bytes or the new ones. Long contents
 * may come in pieces. Throws `StateNotStored`.
 */
export function storeFile(path: string, content: string | Iterable<string>): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const handle = openSync(temporary, "w");
    try {
      for (const batch of typeof content === "string" ? [content] : batches(content)) {
        writeAll(handle, Buffer.from(batch));
      }
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new StateNotStored(path, error);
  }
}

function* batches(pieces: Iterable<string>): Generator<string> {
  let batch = "";
  for (const piece of pieces) {
    batch += piece;
    if (batch.length < BATCH_CHARACTERS) continue;
    yield batch;
    batch = "";
  }
  yield batch;
}

function writeAll(handle: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
}
