import type { Problem } from "../problem.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });

export type DecodedText = { readonly text: string } | { readonly problem: Problem };

/** Where a piece of a file begins: its line from 1, its offset in bytes from 0. */
export interface PieceStart {
  readonly line: number;
  readonly offset: number;
}

/** Bytes of a file, or of a piece of it, as text: UTF-8 without NUL, one byte order mark at the start left out. */
export function decodeText(path: string, bytes: Uint8Array, start: PieceStart = FILE_START): DecodedText {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    const offset = firstBadByte(bytes);
    return { problem: encodingProblem(path, bytes, { offset, start, what: "a byte that is not UTF-8" }) };
  }
  const pointer = pointerProblem(path, text);
  if (pointer !== undefined) return { problem: pointer };
  if (!text.includes("\0")) return { text };
  return {
    problem: encodingProblem(path, bytes, { offset: bytes.indexOf(0), start, what: "a NUL character" }),
  };
}

const FILE_START: PieceStart = { line: 1, offset: 0 };
const LFS_POINTER = "version https://git-lfs.github.com/spec/";

/** Git LFS left its pointer in place of the file that begins with this text. */
export function pointerProblem(path: string, text: string): Problem | undefined {
  if (!text.startsWith(LFS_POINTER)) return undefined;
  return {
    code: "file-unreadable",
    severity: "error",
    file: path,
    line: 1,
    column: 1,
    found: "a pointer of Git LFS instead of the file itself",
    fix: "Run `git lfs pull`, or take the file out of LFS: prompts are text.",
  };
}

function encodingProblem(
  path: string,
  bytes: Uint8Array,
  { offset, start, what }: { readonly offset: number; readonly start: PieceStart; readonly what: string },
): Problem {
  const before = bytes.subarray(0, offset);
  const inLine = before.subarray(before.lastIndexOf(LINE_FEED) + 1);
  const feeds = before.reduce((count, byte) => (byte === LINE_FEED ? count + 1 : count), 0);
  const byte = (bytes[offset] ?? 0).toString(16).padStart(2, "0");
  return {
    code: "text-encoding",
    severity: "error",
    file: path,
    line: start.line + feeds,
    column: new TextDecoder().decode(inLine).length + 1,
    found: `${what} (0x${byte} at byte ${start.offset + offset})`,
    fix: "Save the file as UTF-8.",
  };
}

const LINE_FEED = 0x0a;

/** Offset of the first byte that no UTF-8 text can have there, by halving. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (startsAsUtf8(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function startsAsUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
