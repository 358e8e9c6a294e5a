import { jsonKeyOffset, jsonOffset, parseJsonText } from "./adapters/json-text.ts";
import { decodeText } from "./decode-text.ts";
import type { Json } from "./json.ts";
import type { KeyPath, Positions } from "./parsed-file.ts";
import type { Problem } from "./problem.ts";

export const MAX_LINE_BYTES = 1024 * 1024;
const LINE_FEED = 0x0a;

export interface JsonLine {
  /** From 1. */
  readonly line: number;
  readonly value: Json;
}

export interface JsonLinesFile {
  readonly path: string;
  readonly lines: readonly JsonLine[];
  readonly problems: readonly Problem[];
  /** Where things stand in one line of the file. */
  positions(line: number): Positions;
}

/** One JSON value a line; LF or CRLF; blank lines are skipped. All bad lines are reported, the good ones returned. */
export function parseJsonLines(path: string, bytes: Uint8Array): JsonLinesFile {
  const lines: JsonLine[] = [];
  const problems: Problem[] = [];
  for (const { line, from, to } of lineRanges(bytes)) {
    const parsed = parseLine(path, line, bytes.subarray(from, to));
    if (parsed === undefined) continue;
    if ("problems" in parsed) problems.push(...parsed.problems);
    else lines.push({ line, value: parsed.value });
  }
  return { path, lines, problems, positions: (line) => positionsIn(path, bytes, line) };
}

interface LineRange {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

function* lineRanges(bytes: Uint8Array): Generator<LineRange> {
  let from = 0;
  for (let line = 1; from < bytes.length; line += 1) {
    const feed = bytes.indexOf(LINE_FEED, from);
    const to = feed < 0 ? bytes.length : feed;
    yield { line, from, to };
    from = to + 1;
  }
}

function parseLine(
  path: string,
  line: number,
  bytes: Uint8Array,
): { readonly value: Json } | { readonly problems: readonly Problem[] } | undefined {
  const at = (column: number) => ({ file: path, line, column, severity: "error" as const });
  if (bytes.length > MAX_LINE_BYTES) {
    const found = `a line of ${bytes.length} bytes, more than ${MAX_LINE_BYTES}`;
    return { problems: [{ ...at(1), code: "file-unreadable", found, fix: "Shorten the example." }] };
  }
  const decoded = decodeText(path, bytes);
  if ("problem" in decoded) return { problems: [{ ...decoded.problem, line }] };
  const text = decoded.text.endsWith("\r") ? decoded.text.slice(0, -1) : decoded.text;
  if (text.trim() === "") return undefined;
  const parsed = parseJsonText(text);
  if ("value" in parsed) return parsed;
  return {
    problems: parsed.faults.map(({ code, offset, found, fix }) => ({ ...at(offset + 1), code, found, fix })),
  };
}

function positionsIn(path: string, bytes: Uint8Array, line: number): Positions {
  const text = (): string => {
    for (const range of lineRanges(bytes)) {
      if (range.line === line) return new TextDecoder().decode(bytes.subarray(range.from, range.to));
    }
    return "";
  };
  const at = (offset: number) => ({ file: path, line, column: offset + 1 });
  return {
    path,
    placeOf: (keys: KeyPath) => at(jsonOffset(text(), keys)),
    placeOfKey: (keys: KeyPath) => at(jsonKeyOffset(text(), keys)),
    sourceOf: () => undefined,
  };
}
