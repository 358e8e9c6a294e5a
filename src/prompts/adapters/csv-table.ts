import { CsvError, parse } from "csv-parse/sync";
import type { Problem } from "../problem.ts";
import { csvProblem } from "../reading/csv-problem.ts";
import { decodeText } from "../reading/decode-text.ts";

export interface CsvRow {
  /** Where the row begins in its file, from 1. */
  readonly line: number;
  /** As many as the header has. */
  readonly cells: readonly string[];
}

export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
}

/** What csv-parse gives for a record with `info: true`. */
interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const DELIMITERS = [",", ";", "\t"] as const;

/**
 * A CSV file (RFC 4180) with a header line: UTF-8, quoted cells may hold line breaks, empty lines are skipped. The delimiter is the
 * comma, semicolon or tab that stands most often in the first line. Without a table there is a problem.
 */
export function parseCsvTable(
  path: string,
  bytes: Uint8Array,
): { readonly table?: CsvTable; readonly problems: readonly Problem[] } {
  const decoded = decodeText(path, bytes);
  if ("problem" in decoded) return { problems: [decoded.problem] };
  try {
    const [header, ...rows] = readRecords(decoded.text);
    if (header !== undefined) return { table: { header: header.cells, rows }, problems: [] };
    return {
      problems: [csvProblem(path, 1, "the file is empty", "Write a header line and one line an example.")],
    };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { problems: [refusedRecord(path, error)] };
  }
}

function readRecords(text: string): readonly CsvRow[] {
  const options = { delimiter: delimiterOf(text), info: true, skip_empty_lines: true };
  const records = parse(text, options) as unknown as readonly ParsedRecord[];
  return records.map(({ record, info }) => ({ line: info.lines - lineBreaks(record), cells: record }));
}

function delimiterOf(text: string): string {
  const [first = ""] = text.split(/\r?\n/, 1);
  const count = (delimiter: string): number => first.split(delimiter).length;
  return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
}

const lineBreaks = (cells: readonly string[]): number => cells.join("").split("\n").length - 1;

function refusedRecord(path: string, error: CsvError): Problem {
  const line = Number(error["lines"] ?? 1);
  switch (error.code) {
    case "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH":
    case "CSV_RECORD_INCONSISTENT_COLUMNS":
      return csvProblem(
        path,
        line,
        "the row has not as many cells as the header",
        "Quote cells that hold the delimiter.",
      );
    case "CSV_QUOTE_NOT_CLOSED":
      return csvProblem(
        path,
        line,
        "a quote is opened and never closed",
        "Close it, or double a quote inside a cell.",
      );
    default:
      return csvProblem(path, line, `not readable as CSV: ${error.message}`, "Write it as RFC 4180 says.");
  }
}
