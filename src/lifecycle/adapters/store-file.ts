import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { StateNotStored } from "../write-store.ts";

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
