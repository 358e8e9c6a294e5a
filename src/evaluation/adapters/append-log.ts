import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import { dirname } from "node:path";

const CHUNK_BYTES = 1 << 20;
const LINE_FEED = 0x0a;

/** Where a line stands in its file, in bytes, without its line feed. */
export interface LinePlace {
  readonly offset: number;
  readonly length: number;
}

/**
 * A file of lines that only grows, one write a line, so that a killed process loses at most the line it was writing. A line
 * that was cut off is closed when the file is opened again and then simply makes no sense to its reader.
 */
export class AppendLog {
  readonly #file: number;
  #size: number;
  /** For the line at hand: of a buffer each, megabytes would wait for the collector when a long file is put in order. */
  #line: Buffer = Buffer.alloc(0);

  /** Creates folder and file as needed; one that has grown beyond `mostBytes` starts anew. */
  constructor(path: string, mostBytes = Number.POSITIVE_INFINITY) {
    mkdirSync(dirname(path), { recursive: true });
    this.#file = openSync(path, "a+");
    this.#size = fstatSync(this.#file).size;
    if (this.#size > mostBytes) this.clear();
    if (this.#size > 0 && this.#bytesAt(this.#size - 1, 1)[0] !== LINE_FEED) this.append("");
  }

  append(line: string): LinePlace {
    const offset = this.#size;
    const bytes = Buffer.from(`${line}\n`);
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#file, bytes, written);
    this.#size += bytes.length;
    return { offset, length: bytes.length - 1 };
  }

  read({ offset, length }: LinePlace): string {
    if (this.#line.length < length) this.#line = Buffer.allocUnsafeSlow(2 * length);
    return this.#line.toString("utf8", 0, this.#fill(this.#line, offset, length));
  }

  clear(): void {
    ftruncateSync(this.#file, 0);
    this.#size = 0;
  }

  /** Every line with its bytes, which are valid until the next step only. Memory is bounded by the longest line. */
  *lines(): Generator<LinePlace & { readonly bytes: Buffer }> {
    let rest: Buffer = Buffer.alloc(0);
    let offset = 0;
    for (let from = 0; from < this.#size; from += CHUNK_BYTES) {
      const chunk = this.#bytesAt(from, Math.min(CHUNK_BYTES, this.#size - from));
      let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED)) {
        yield { offset, length: end, bytes: bytes.subarray(0, end) };
        offset += end + 1;
        bytes = bytes.subarray(end + 1);
      }
      rest = bytes;
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  #bytesAt(offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    return bytes.subarray(0, this.#fill(bytes, offset, length));
  }

  /** How many bytes there were. */
  #fill(bytes: Buffer, offset: number, length: number): number {
    let filled = 0;
    while (filled < length) {
      const read = readSync(this.#file, bytes, filled, length - filled, offset + filled);
      if (read === 0) break;
      filled += read;
    }
    return filled;
  }
}
