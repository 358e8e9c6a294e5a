import { promptDigest } from "../../prompts/digests.ts";
import { FOLDERS, type TaskAddress } from "../../prompts/layout.ts";
import type { PromptVersion } from "../../prompts/records/production-prompt.ts";
import type { RepositoryFiles } from "../../prompts/repository-files.ts";
import { sha256 } from "../../prompts/sha256.ts";
import { isTaskId } from "../../prompts/task-id.ts";
import { parseProductionFile } from "../../prompts/yaml-formats.ts";

/** The text of a locked file with what it says; `prompt` is absent where it cannot be read. */
export interface LockedRecord {
  readonly path: string;
  readonly text: string;
  readonly sha256: string;
  readonly prompt?: PromptVersion;
  readonly promptDigest?: string;
}

/** The locked files of one task, wherever they lie. */
export interface LockedTask {
  readonly address: TaskAddress;
  readonly production?: LockedRecord;
  /** By version, as the file's name says. */
  readonly archive: ReadonlyMap<string, LockedRecord>;
}

export function lockedRecord(path: string, text: string): LockedRecord {
  const prompt = parseProductionFile(path, new TextEncoder().encode(text)).value;
  const digest = prompt === undefined ? {} : { prompt, promptDigest: promptDigest(prompt) };
  return { path, text, sha256: sha256(text), ...digest };
}

/** Everything that 02-production and 99-archive hold, by task. */
export function readLockedTasks(files: RepositoryFiles): ReadonlyMap<string, LockedTask> {
  const tasks = new Map<string, LockedTask>();
  const taskOf = (address: TaskAddress): LockedTask =>
    tasks.get(address.id) ?? { address, archive: new Map() };
  for (const path of files.list(FOLDERS.archive)) {
    const names = path.slice(FOLDERS.archive.length + 1, -".yaml".length).split("/");
    const [address, version] = [addressOf(names.slice(0, -1)), names.at(-1)];
    if (address === undefined || version === undefined || !path.endsWith(".yaml")) continue;
    const task = taskOf(address);
    tasks.set(address.id, { ...task, archive: new Map(task.archive).set(version, read(files, path)) });
  }
  for (const path of files.list(FOLDERS.production)) {
    const address = addressOf(path.slice(FOLDERS.production.length + 1, -".yaml".length).split("/"));
    if (address === undefined || !path.endsWith(".yaml")) continue;
    tasks.set(address.id, { ...taskOf(address), address, production: read(files, path) });
  }
  return tasks;
}

function read(files: RepositoryFiles, path: string): LockedRecord {
  return lockedRecord(path, new TextDecoder("utf-8", { ignoreBOM: true }).decode(files.read(path)));
}

function addressOf(names: readonly string[]): TaskAddress | undefined {
  const [first, second] = names;
  if (first === undefined || names.length > 2 || !names.every(isTaskId)) return undefined;
  return second === undefined ? { id: first } : { group: first, id: second };
}
