import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  createResultsFile,
  type ResultsFile,
  type ResultsPlace,
  type RowKey,
  readResultsFile,
  resumeResultsFile,
} from "../../../evaluation/adapters/results-file.ts";
import type { Result } from "../../../evaluation/result.ts";
import { canonicalJson } from "../../../prompts/adapters/canonical-json.ts";
import { EXIT } from "../../../prompts/exit-code.ts";
import { Failure } from "../../../prompts/failure.ts";
import { SCRATCH_FOLDER } from "../../../prompts/layout.ts";
import { sha256 } from "../../../prompts/sha256.ts";
import type { RunChoice } from "./run-choice.ts";

/** Digests of everything that the rows of a run depend on, by what a person calls it. */
export type RunParts = Readonly<Record<string, string>>;

/** `run.json`: what a run asks, for whoever goes on with it. */
export interface RunRecord {
  readonly schema_version: 1;
  readonly run_id: string;
  /** When it began: ISO 8601, UTC. */
  readonly at: string;
  readonly choice: RunChoice;
  readonly parts: RunParts;
}

/** Rows of one run under `.pipeline/runs/<run id>/`, a file for each arm and round. */
export interface RunFolder {
  readonly record: RunRecord;
  readonly path: string;
  /** The file under that name, growing; what is there already is kept where the run is resumed. */
  open(name: string): ResultsFile;
  /** Rewrites it in that order and closes it. */
  finish(name: string, order: Iterable<RowKey>): void;
  /** The rows of a finished file, one at a time. */
  rows(name: string): Iterable<Result>;
  /** What all rows cost so far, US dollars. */
  spentUsd(): number;
  remove(): void;
}

const RECORD_FILE = "run.json";

const folderOf = (root: string, runId: string): string => join(root, SCRATCH_FOLDER, "runs", runId);

/** `run-20261121T020629123Z-3f9a1c`: sorts by the time of its beginning, and two runs of one millisecond stay apart. */
function newRunId(): string {
  const stamp = new Date().toISOString().replace(/[-:.]/g, "");
  return `run-${stamp}-${randomBytes(3).toString("hex")}`;
}

export function createRunFolder(root: string, choice: RunChoice, parts: RunParts): RunFolder {
  const record: RunRecord = {
    schema_version: 1,
    run_id: newRunId(),
    at: new Date().toISOString(),
    choice,
    parts,
  };
  const path = folderOf(root, record.run_id);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, RECORD_FILE), `${JSON.stringify(record, null, 2)}\n`);
  return folder(path, record);
}

/** Throws `Failure`: exit 2 where there is no such run, exit 7 where it asked something else than would be asked now. */
export function resumeRunFolder(root: string, record: RunRecord, parts: RunParts): RunFolder {
  const names = new Set([...Object.keys(record.parts), ...Object.keys(parts)]);
  const changed = [...names].filter((name) => record.parts[name] !== parts[name]);
  if (changed.length === 0) return folder(folderOf(root, record.run_id), record);
  throw new Failure(
    `${record.run_id} cannot be resumed: ${changed.join(", ")} changed since; nothing was asked`,
    {
      exit: EXIT.conflict,
      fix: "Start a new run; answers that are still right come from the cache.",
    },
  );
}

/** What an unfinished run asks. Throws `Failure` with exit 2 where there is none of that name. */
export function readRunRecord(root: string, runId: string): RunRecord {
  const path = join(folderOf(root, runId), RECORD_FILE);
  if (/^run-[A-Za-z0-9-]+$/.test(runId) && existsSync(path)) {
    return JSON.parse(readFileSync(path, "utf8")) as RunRecord;
  }
  const known = unfinishedRuns(root);
  throw new Failure(`there is no unfinished run ${runId}; nothing was done`, {
    exit: EXIT.usage,
    fix: known.length === 0 ? "Nothing is left to resume." : `Unfinished: ${known.join(", ")}.`,
  });
}

function unfinishedRuns(root: string): readonly string[] {
  const path = join(root, SCRATCH_FOLDER, "runs");
  return existsSync(path) ? readdirSync(path).sort() : [];
}

function folder(path: string, record: RunRecord): RunFolder {
  const open = new Map<string, ResultsFile>();
  const fileOf = (name: string): string => join(path, `${name}.jsonl`);
  const placeOf = (name: string): ResultsPlace => ({
    path: fileOf(name),
    headerPath: join(path, `${name}.header.json`),
    digest: sha256(canonicalJson(record.parts)),
  });
  return {
    record,
    path,
    open: (name) => {
      const file = open.get(name) ?? openFile(placeOf(name));
      open.set(name, file);
      return file;
    },
    finish: (name, order) => {
      open.get(name)?.finish(order);
      open.delete(name);
    },
    rows: (name) => readResultsFile(fileOf(name)),
    spentUsd: () => {
      const names = readdirSync(path).filter((name) => name.endsWith(".jsonl"));
      return names.reduce((sum, name) => sum + costOf(join(path, name)), 0);
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

function openFile(place: ResultsPlace): ResultsFile {
  if (!existsSync(place.headerPath)) return createResultsFile(place);
  const opened = resumeResultsFile(place);
  if (opened.kind === "open") return opened.file;
  throw new Failure(`${place.path}: ${opened.found}; nothing was asked`, {
    exit: EXIT.conflict,
    fix: "Start a new run.",
  });
}

function costOf(path: string): number {
  let sum = 0;
  for (const { costUsd, judging } of readResultsFile(path)) sum += (costUsd ?? 0) + (judging?.usd ?? 0);
  return sum;
}
