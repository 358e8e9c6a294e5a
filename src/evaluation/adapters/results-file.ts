import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { isJsonObject } from "../../prompts/reading/json.ts";
import type { Result } from "../result.ts";
import { parseResultLine, renderResultLine } from "../result-line.ts";
import { isSettled } from "../run-result.ts";
import { AppendLog, type LinePlace } from "./append-log.ts";
import { LinePlaces } from "./line-places.ts";

/** The key of a row within its run. */
export interface RowKey {
  readonly id: string;
  readonly repeat: number;
}

/** `results.jsonl` of one arm while it grows. */
export interface ResultsFile {
  /** Whether a resumed run already has a row that it need not ask for again. */
  has(row: RowKey): boolean;
  /** A row of a resumed run that was answered and could not be scored; as long as no newer row stands in its place. */
  unscored(row: RowKey): Result | undefined;
  append(result: Result): void;
  /** The rows in that order, those that are missing left out; read one at a time. */
  rows(order: Iterable<RowKey>): Iterable<Result>;
  /** Rewrites the file in that order, whole or not at all, and closes it. */
  finish(order: Iterable<RowKey>): void;
  close(): void;
}

export type OpenedResults =
  | { readonly kind: "open"; readonly file: ResultsFile; readonly kept: number }
  /** What is there was measured for something else, or nothing is there. */
  | { readonly kind: "refused"; readonly found: string };

export interface ResultsPlace {
  readonly path: string;
  /** A side file that says what the rows answer. */
  readonly headerPath: string;
  /** Of everything that the rows depend on: prompt, dataset, provider, model, repeats. */
  readonly digest: string;
}

/** Starts the file anew. */
export function createResultsFile(place: ResultsPlace): ResultsFile {
  mkdirSync(dirname(place.headerPath), { recursive: true });
  const log = new AppendLog(place.path);
  log.clear();
  writeFileSync(place.headerPath, `${JSON.stringify({ schema_version: 1, digest: place.digest })}\n`);
  return growingResults(place.path, log, { settled: new RowPlaces(), unscored: new RowPlaces() });
}

/** Goes on where a killed or stopped run left off, if it asked the same things. */
export function resumeResultsFile(place: ResultsPlace): OpenedResults {
  const digest = readDigest(place.headerPath);
  if (digest === undefined) return { kind: "refused", found: "there is no unfinished run to resume" };
  if (digest !== place.digest)
    return {
      kind: "refused",
      found: `the unfinished run asked something else (digest ${digest.slice(0, 12)}, now ${place.digest.slice(0, 12)})`,
    };
  const log = new AppendLog(place.path);
  const kept = keptRows(log);
  return { kind: "open", file: growingResults(place.path, log, kept), kept: kept.settled.size };
}

/** The rows of a finished file, one at a time, in its order; lines that make no sense are left out. */
export function* readResultsFile(path: string): Generator<Result> {
  if (!existsSync(path)) return;
  const log = new AppendLog(path);
  try {
    for (const { bytes } of log.lines()) {
      const result = parseResultLine(bytes.toString("utf8"));
      if (result !== undefined) yield result;
    }
  } finally {
    log.close();
  }
}

function readDigest(headerPath: string): string | undefined {
  try {
    const header: unknown = JSON.parse(readFileSync(headerPath, "utf8"));
    return isJsonObject(header) && typeof header["digest"] === "string" ? header["digest"] : undefined;
  } catch {
    return undefined;
  }
}

/** Places by repeat and by id: the ids are those of the examples, no text is held for a row. */
class RowPlaces {
  readonly #ofRepeat: LinePlaces[] = [];

  get size(): number {
    return this.#ofRepeat.reduce((sum, places) => sum + places.size, 0);
  }

  get({ id, repeat }: RowKey): LinePlace | undefined {
    return this.#ofRepeat[repeat]?.get(id);
  }

  set({ id, repeat }: RowKey, place: LinePlace): void {
    const places = this.#ofRepeat[repeat] ?? new LinePlaces();
    this.#ofRepeat[repeat] = places;
    places.set(id, place);
  }
}

/** Rows that are done, and answers that still have to be scored. Both are paid for. */
interface KeptRows {
  readonly settled: RowPlaces;
  readonly unscored: RowPlaces;
}

function keptRows(log: AppendLog): KeptRows {
  const kept = { settled: new RowPlaces(), unscored: new RowPlaces() };
  for (const { offset, length, bytes } of log.lines()) {
    const result = parseResultLine(bytes.toString("utf8"));
    if (result === undefined) continue;
    if (isSettled(result)) kept.settled.set(result, { offset, length });
    else if (result.output !== null) kept.unscored.set(result, { offset, length });
  }
  return kept;
}

function growingResults(path: string, log: AppendLog, { settled, unscored }: KeptRows): ResultsFile {
  const places = { get: (row: RowKey) => settled.get(row) ?? unscored.get(row) };
  return {
    has: (row) => settled.get(row) !== undefined,
    unscored: (row) => {
      const place = settled.get(row) === undefined ? unscored.get(row) : undefined;
      return place === undefined ? undefined : parseResultLine(log.read(place));
    },
    append: (result) => {
      settled.set(result, log.append(renderResultLine(result)));
    },
    *rows(order) {
      for (const line of linesInOrder(log, places, order)) {
        const result = parseResultLine(line);
        if (result !== undefined) yield result;
      }
    },
    finish: (order) => {
      rewrite(path, linesInOrder(log, places, order));
      log.close();
    },
    close: () => log.close(),
  };
}

function* linesInOrder(
  log: AppendLog,
  places: Pick<RowPlaces, "get">,
  order: Iterable<RowKey>,
): Generator<string> {
  for (const row of order) {
    const place = places.get(row);
    if (place !== undefined) yield log.read(place);
  }
}

const BATCH_CHARACTERS = 1 << 18;

function rewrite(path: string, lines: Iterable<string>): void {
  const unfinished = `${path}.tmp`;
  const file = openSync(unfinished, "w");
  try {
    let batch = "";
    for (const line of lines) {
      batch += `${line}\n`;
      if (batch.length < BATCH_CHARACTERS) continue;
      writeSync(file, batch);
      batch = "";
    }
    writeSync(file, batch);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
}
