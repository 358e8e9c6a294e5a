import { jsonKeyOffset, jsonOffset, parseJsonText } from "./adapters/json-text.ts";
import { decodeText, pointerProblem } from "./decode-text.ts";
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
  const pointer = pointerProblem(path, new TextDecoder().decode(bytes.subarray(0, 100)));
  const problems: Problem[] = pointer === undefined ? [] : [pointer];
  const ranges = pointer === undefined ? lineRanges(bytes) : [];
  for (const range of ranges) {
    const parsed = parseLine(path, bytes, range);
    if (parsed === undefined) continue;
    if ("value" in parsed) lines.push({ line: range.line, value: parsed.value });
    else problems.push(...parsed.problems);
  }
  const textOf = (line: number): string => {
    const range = ranges[line - 1];
    return range === undefined ? "" : new TextDecoder().decode(bytes.subarray(range.from, range.to));
  };
  return { path, lines, problems, positions: (line) => positionsIn(path, line, () => textOf(line)) };
}

/** Bytes `from` to `to`, without the line feed. */
interface LineRange {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

function lineRanges(bytes: Uint8Array): readonly LineRange[] {
  const ranges: LineRange[] = [];
  for (let from = 0; from < bytes.length; ) {
    const feed = bytes.indexOf(LINE_FEED, from);
    const to = feed < 0 ? bytes.length : feed;
    ranges.push({ line: ranges.length + 1, from, to });
    from = to + 1;
  }
  return ranges;
}

type ParsedLine = { readonly value: Json } | { readonly problems: readonly Problem[] };

function parseLine(path: string, file: Uint8Array, { line, from, to }: LineRange): ParsedLine | undefined {
  const at = (column: number) => ({ file: path, line, column, severity: "error" as const });
  if (to - from > MAX_LINE_BYTES) {
    const found = `a line of ${to - from} bytes, more than ${MAX_LINE_BYTES}`;
    return { problems: [{ ...at(1), code: "file-unreadable", found, fix: "Shorten the example." }] };
  }
  const decoded = decodeText(path, file.subarray(from, to), { line, offset: from });
  if ("problem" in decoded) return { problems: [decoded.problem] };
  const text = decoded.text.endsWith("\r") ? decoded.text.slice(0, -1) : decoded.text;
  if (text.trim() === "") return undefined;
  const parsed = parseJsonText(text);
  if ("value" in parsed) return parsed;
  return {
    problems: parsed.faults.map(({ code, offset, found, fix }) => ({ ...at(offset + 1), code, found, fix })),
  };
}

function positionsIn(path: string, line: number, text: () => string): Positions {
  const at = (offset: number) => ({ file: path, line, column: offset + 1 });
  return {
    path,
    placeOf: (keys: KeyPath) => at(jsonOffset(text(), keys)),
    placeOfKey: (keys: KeyPath) => at(jsonKeyOffset(text(), keys)),
    placeOfText: (keys: KeyPath, wanted: string) => {
      const start = jsonOffset(text(), keys);
      const offset = text().indexOf(wanted, start);
      return at(offset < 0 ? start : offset);
    },
    sourceOf: () => undefined,
  };
}
