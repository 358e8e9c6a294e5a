import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { readResultsFile } from "../../../evaluation/adapters/results-file.ts";
import { canonicalJson } from "../../../prompts/adapters/canonical-json.ts";
import { EXIT } from "../../../prompts/exit-code.ts";
import { Failure } from "../../../prompts/failure.ts";
import { isJsonObject } from "../../../prompts/reading/json.ts";
import { parseJson } from "../../../prompts/reading/parse-json.ts";
import type { RunChoice } from "./run-choice.ts";
import type { RunFolder, RunParts } from "./run-folder.ts";
import { rowsName } from "./run-rows.ts";
import { SHARD_FILE, type ShardRecord } from "./shard-record.ts";

export interface FoundShard {
  readonly folder: string;
  readonly record: ShardRecord;
}

/** The shards of one run, whole. */
export interface ShardSet {
  readonly choice: RunChoice;
  readonly shards: readonly FoundShard[];
}

/**
 * All shards below the folders, by the run that they share. Throws `Failure` with exit 3 where one is missing, there twice,
 * unfinished, or no shard at all; with exit 2 where there is no such folder.
 */
export function findShards(folders: readonly string[]): readonly ShardSet[] {
  const groups = new Map<string, FoundShard[]>();
  for (const found of folders.flatMap((folder) => shardsBelow(resolve(folder)))) {
    const { shard: _, ...shared } = found.record.choice;
    const key = canonicalJson(shared);
    groups.set(key, [...(groups.get(key) ?? []), found]);
  }
  if (groups.size === 0) throw invalid(`no ${SHARD_FILE} below ${folders.join(", ")}`);
  return [...groups.values()].map(wholeSet);
}

function shardsBelow(folder: string): readonly FoundShard[] {
  if (!existsSync(folder)) {
    throw new Failure(`${folder} is not there; nothing was merged`, {
      exit: EXIT.usage,
      fix: "Give --merge the folders that --shard wrote with --out.",
    });
  }
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path === SHARD_FILE || path.endsWith(`/${SHARD_FILE}`))
    .sort();
  return paths.map((path) => ({
    folder: dirname(join(folder, path)),
    record: readShard(join(folder, path)),
  }));
}

function readShard(path: string): ShardRecord {
  const value = parseJson(readFileSync(path, "utf8"));
  const { schema_version, choice, parts, arms } = isJsonObject(value) ? value : {};
  const isKnown =
    schema_version === 1 &&
    isJsonObject(choice) &&
    isJsonObject(choice["shard"]) &&
    isJsonObject(parts) &&
    Array.isArray(arms);
  if (!isKnown) throw invalid(`${path} describes no shard of this version`);
  return value as unknown as ShardRecord;
}

function wholeSet(shards: readonly FoundShard[]): ShardSet {
  const [first] = shards;
  if (first === undefined) throw new TypeError("a set without a shard");
  const { task } = first.record.choice;
  const of = first.record.choice.shard?.of ?? 0;
  const numbers = shards.map(({ record }) => record.choice.shard?.index ?? 0);
  const wanted = Array.from({ length: of }, (_, at) => at + 1);
  const foreign = shards.find(({ record }) => record.choice.shard?.of !== of);
  if (foreign !== undefined)
    throw invalid(
      `${foreign.folder} is one of ${foreign.record.choice.shard?.of} shards of ${task}, not of ${of}`,
    );
  const missing = wanted.filter((number) => !numbers.includes(number));
  if (missing.length > 0) throw invalid(`${task} lacks shard ${missing.join(", ")} of ${of}`);
  const twice = numbers.find((number, at) => numbers.indexOf(number) !== at);
  if (twice !== undefined) throw invalid(`shard ${twice} of ${task} is there twice`);
  const unfinished = shards.find(({ record }) => !record.is_complete);
  if (unfinished !== undefined)
    throw invalid(`${unfinished.folder} is unfinished; resume ${unfinished.record.run_id} first`);
  const { shard: _, ...choice } = first.record.choice;
  return { choice, shards };
}

/** Fills a new run with the rows of its shards. Throws `Failure` with exit 3 for a shard that measured something else. */
export function takeShards(folder: RunFolder, { shards }: ShardSet, parts: RunParts): void {
  for (const { folder: from, record } of shards) {
    const changed = Object.keys({ ...parts, ...record.parts }).filter(
      (name) => parts[name] !== record.parts[name],
    );
    if (changed.length > 0) throw foreignShard(from, changed, folder);
    for (const name of record.arms) {
      const file = rowsName({ name }, "first");
      for (const row of readResultsFile(join(from, `${file}.jsonl`))) folder.open(file).append(row);
    }
  }
}

function foreignShard(from: string, changed: readonly string[], folder: RunFolder): Failure {
  folder.remove();
  return invalid(`${from} belongs to another run: ${changed.join(", ")} differ from what is here`);
}

function invalid(found: string): Failure {
  return new Failure(`${found}; nothing was merged`, {
    exit: EXIT.invalidContent,
    fix: "Give --merge every shard of one run, once.",
  });
}
