import { parseReport } from "../evaluation/report-file.ts";
import { REGISTRY_FILE, reportPath, type TaskAddress } from "../prompts/layout.ts";
import type { RegistryTask } from "../prompts/records/registry.ts";
import type { Repository } from "../prompts/repository.ts";
import { UnreadableFile } from "../prompts/repository-files.ts";
import type { TaskEntry } from "../prompts/repository-index.ts";
import { sha256 } from "../prompts/sha256.ts";
import { readTask } from "../prompts/task-files.ts";
import type { ArchiveIndex } from "./archive-index.ts";
import type { CitedReport, TaskContext } from "./check.ts";
import { rememberTexts } from "./read-texts.ts";

/** Reads everything that the checks of one task look at. */
export function readTaskContext(
  repository: Repository,
  entry: TaskEntry,
  archive: ArchiveIndex,
  today?: string,
): TaskContext {
  const { id } = entry.address;
  const files = rememberTexts(repository.files);
  const task = readTask(files, entry);
  const registered = registeredTask(repository, id);
  const cited = citedReport(repository, entry.address, registered);
  return {
    repository,
    task,
    texts: files.texts,
    archived: archive.tasks.get(id) ?? { address: entry.address, versions: new Map() },
    ...(registered === undefined ? {} : { registered }),
    ...(cited === undefined ? {} : { cited }),
    ...(today === undefined ? {} : { today }),
  };
}

/** Tasks of the index, and those that only the registry still knows, under the folder of their archive. */
export function entriesToCheck(repository: Repository, archive: ArchiveIndex): readonly TaskEntry[] {
  const known = new Set(repository.index.tasks.map(({ address }) => address.id));
  const orphans = Object.keys(repository.registry.tasks).filter((id) => !known.has(id));
  const entries = orphans.map((id) => ({ address: archive.tasks.get(id)?.address ?? { id }, examples: [] }));
  return [...repository.index.tasks, ...entries];
}

/** Whether the registry was read, so that what it does not say is really not there. */
export function isRegistryKnown(repository: Repository): boolean {
  return !repository.problems.some(({ file }) => file === REGISTRY_FILE);
}

function registeredTask({ registry }: Repository, id: string): RegistryTask | undefined {
  return Object.hasOwn(registry.tasks, id) ? registry.tasks[id] : undefined;
}

function citedReport(
  { files }: Repository,
  address: TaskAddress,
  registered: RegistryTask | undefined,
): CitedReport | undefined {
  const evidence = registered?.production?.evidence;
  if (evidence?.kind !== "run") return undefined;
  const path = reportPath(address, evidence.run_id);
  const bytes = readOrNothing(files, path);
  if (bytes === undefined) return undefined;
  const report = parseReport(bytes);
  return { path, sha256: sha256(bytes), ...(report === undefined ? {} : { report }) };
}

/** A run that cannot be read is as good as none. */
function readOrNothing(files: Repository["files"], path: string): Uint8Array | undefined {
  try {
    return files.read(path);
  } catch (error) {
    if (error instanceof UnreadableFile) return undefined;
    throw error;
  }
}
