import { jsonKeyOffset, jsonOffset, parseJsonText } from "../adapters/json-text.ts";
import type { Problem } from "../problem.ts";
import { decodeText, type PieceStart, pointerProblem } from "./decode-text.ts";
import type { Json } from "./json.ts";
import { type ByteRange, LINE_FEED, linePieces } from "./line-pieces.ts";
import type { KeyPath, Positions } from "./parsed-file.ts";

export const MAX_LINE_BYTES = 1024 * 1024;

export interface JsonLine {
  /** From 1. */
  readonly line: number;
  readonly value: Json;
}

export interface JsonLinePlaces {
  /** Where things stand in one line of the file. */
  positions(line: number): Positions;
}

export interface JsonLinesFile extends JsonLinePlaces {
  readonly path: string;
  readonly lines: readonly JsonLine[];
  readonly problems: readonly Problem[];
}

/** One JSON value a line; LF or CRLF; blank lines are skipped. All bad lines are reported, the good ones returned. */
export function parseJsonLines(path: string, bytes: Uint8Array): JsonLinesFile {
  const lines: JsonLine[] = [];
  return { path, lines, ...readJsonLines(path, bytes, (line) => lines.push(line)) };
}

/** The same, each good line taken as soon as it is read: where there are many, they need not all be held. */
export function readJsonLines(
  path: string,
  bytes: Uint8Array,
  take: (line: JsonLine) => void,
): Pick<JsonLinesFile, "problems"> & JsonLinePlaces {
  const file: OpenFile = { path, take, problems: [] };
  const pointer = pointerProblem(path, new TextDecoder().decode(bytes.subarray(0, 100)));
  if (pointer === undefined) parseAll(file, bytes);
  else file.problems.push(pointer);
  return { problems: file.problems, ...placesInLines(path, bytes) };
}

/** Where things stand in each line of a file; nothing is looked at before the first question. */
export function placesInLines(path: string, bytes: Uint8Array): JsonLinePlaces {
  let ranges: readonly ByteRange[] | undefined;
  const textOf = (wanted: number): string => {
    ranges ??= lineRanges(bytes);
    const range = ranges[wanted - 1];
    return range === undefined ? "" : new TextDecoder().decode(bytes.subarray(range.from, range.to));
  };
  return { positions: (wanted) => positionsIn(path, wanted, () => textOf(wanted)) };
}

function parseAll(file: OpenFile, bytes: Uint8Array): void {
  let line = 1;
  for (const { from, to } of linePieces(bytes))
    line += parsePiece(file, bytes.subarray(from, to), { line, offset: from });
}

/** Lines without their line feeds. */
function lineRanges(bytes: Uint8Array): readonly ByteRange[] {
  const ranges: ByteRange[] = [];
  for (let from = 0; from < bytes.length; ) {
    const feed = bytes.indexOf(LINE_FEED, from);
    const to = feed < 0 ? bytes.length : feed;
    ranges.push({ from, to });
    from = to + 1;
  }
  return ranges;
}

/** A file while it is read. */
interface OpenFile {
  readonly path: string;
  readonly problems: Problem[];
  take(line: JsonLine): void;
}

/** Adds what a piece holds to the file; returns how many lines it has. */
function parsePiece(file: OpenFile, piece: Uint8Array, start: PieceStart): number {
  const decoded = piece.length > MAX_LINE_BYTES ? undefined : decodeText(file.path, piece, start);
  return decoded === undefined || "problem" in decoded || decoded.text.includes(BYTE_ORDER_MARK)
    ? parseEach(file, piece, start)
    : parseText(file, decoded.text, start.line);
}

const BYTE_ORDER_MARK = "\uFEFF";

/** A piece without fault in its encoding. */
function parseText(file: OpenFile, text: string, first: number): number {
  let line = first;
  for (let from = 0; from < text.length; line += 1) {
    const feed = text.indexOf("\n", from);
    const to = feed < 0 ? text.length : feed;
    parseLine(file, line, text.slice(from, to));
    from = to + 1;
  }
  return line - first;
}

/** A piece of which some line is too long or no text: each line is looked at by itself, so that the others still count. */
function parseEach(file: OpenFile, piece: Uint8Array, { line: first, offset }: PieceStart): number {
  const ranges = lineRanges(piece);
  for (const [at, { from, to }] of ranges.entries()) {
    const line = first + at;
    if (to - from > MAX_LINE_BYTES) {
      const found = `a line of ${to - from} bytes, more than ${MAX_LINE_BYTES}`;
      file.problems.push({
        ...placed(file, line),
        code: "file-unreadable",
        found,
        fix: "Shorten the example.",
      });
      continue;
    }
    const decoded = decodeText(file.path, piece.subarray(from, to), { line, offset: offset + from });
    if ("problem" in decoded) file.problems.push(decoded.problem);
    else parseLine(file, line, decoded.text);
  }
  return ranges.length;
}

function parseLine(file: OpenFile, line: number, written: string): void {
  const text = written.endsWith("\r") ? written.slice(0, -1) : written;
  if (text.trim() === "") return;
  const parsed = parseJsonText(text);
  if ("value" in parsed) {
    file.take({ line, value: parsed.value });
    return;
  }
  for (const { code, offset, found, fix } of parsed.faults)
    file.problems.push({ ...placed(file, line), column: offset + 1, code, found, fix });
}

const placed = ({ path }: OpenFile, line: number) => ({
  file: path,
  line,
  column: 1,
  severity: "error" as const,
});

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
