import type { Problem } from "./problem.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });

export type DecodedText = { readonly text: string } | { readonly problem: Problem };

/** Bytes as text: UTF-8 without NUL, one byte order mark at the start left out. */
export function decodeText(path: string, bytes: Uint8Array): DecodedText {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return { problem: encodingProblem(path, bytes, firstBadByte(bytes), "a byte that is not UTF-8") };
  }
  const nul = text.indexOf("\0");
  if (nul >= 0) return { problem: encodingProblem(path, bytes, bytes.indexOf(0), "a NUL character") };
  return { text };
}

function encodingProblem(path: string, bytes: Uint8Array, offset: number, what: string): Problem {
  const before = bytes.subarray(0, offset);
  const lineStart = before.lastIndexOf(0x0a) + 1;
  const line = before.reduce((lines, byte) => (byte === 0x0a ? lines + 1 : lines), 1);
  return {
    code: "text-encoding",
    severity: "error",
    file: path,
    line,
    column: offset - lineStart + 1,
    found: `${what} (0x${(bytes[offset] ?? 0).toString(16).padStart(2, "0")} at byte ${offset})`,
    fix: "Save the file as UTF-8.",
  };
}

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
