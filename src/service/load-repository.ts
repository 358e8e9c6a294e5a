import { promptDigest } from "../prompts/digests.ts";
import { archivePath, FOLDERS, type TaskAddress } from "../prompts/layout.ts";
import { compareText, renderProblem } from "../prompts/problem.ts";
import { isOutOfUse } from "../prompts/records/out-of-use.ts";
import type { RegistryVersion } from "../prompts/records/registry.ts";
import { imageDigest } from "../prompts/records/release.ts";
import { type Repository, readRepository } from "../prompts/repository.ts";
import type { RepositoryFiles } from "../prompts/repository-files.ts";
import type { TaskEntry } from "../prompts/repository-index.ts";
import { type LockedFile, parseLockedFile } from "../prompts/task-files.ts";
import { type Carried, type CarriedPrompt, type CarriedTask, UnusableSource } from "./carried-prompts.ts";

const VALIDATE = "Run `npm run validate` and correct what it lists.";

/**
 * What a repository has in production, and its archive for `?version=`; archived files are read when they are asked for.
 * Versions that were retired, rolled back or quarantined are gone. Throws `UnusableSource`.
 */
export function loadRepository(files: RepositoryFiles): Carried {
  const repository = readRepository(files);
  const archived = new Set(files.list(FOLDERS.archive));
  const tasks = [...repository.index.tasks, ...retiredTasks(repository)]
    .sort((a, b) => compareText(a.address.id, b.address.id))
    .map((entry) => loadTask(repository, entry, archived));
  const served = tasks.filter(({ task }) => task.current !== undefined || task.gone.size > 0);
  const current = Object.fromEntries(
    served.flatMap(({ id, task }) => (task.current === undefined ? [] : [[id, task.current]])),
  );
  return {
    service: repository.config.services[0]?.name ?? "prompt-service",
    release: 0,
    image: imageDigest({ current, files: tasks.flatMap(({ file }) => file ?? []) }),
    tasks: new Map(served.map(({ id, task }) => [id, task])),
    changedFiles: [],
  };
}

/** Tasks that only the registry remembers. */
function retiredTasks({ registry, index }: Repository): readonly TaskEntry[] {
  const present = new Set(index.tasks.map(({ address }) => address.id));
  const retired = Object.keys(registry.tasks).filter((id) => !present.has(id));
  return retired.map((id) => ({ address: { id }, examples: [] }));
}

interface LoadedTask {
  readonly id: string;
  readonly task: CarriedTask;
  readonly file?: { readonly path: string; readonly sha256: string };
}

function loadTask(repository: Repository, entry: TaskEntry, archived: ReadonlySet<string>): LoadedTask {
  const { address } = entry;
  const known = Object.hasOwn(repository.registry.tasks, address.id)
    ? (repository.registry.tasks[address.id]?.versions ?? [])
    : [];
  const locked = entry.production === undefined ? undefined : readLocked(repository.files, entry.production);
  const production = locked === undefined ? undefined : carried(locked);
  const task = carriedTask(repository.files, address, { known, archived, production });
  if (locked === undefined) return { id: address.id, task };
  return { id: address.id, task, file: { path: locked.path, sha256: locked.sha256 } };
}

interface TaskSources {
  readonly known: readonly RegistryVersion[];
  readonly archived: ReadonlySet<string>;
  readonly production: CarriedPrompt | undefined;
}

function carriedTask(files: RepositoryFiles, address: TaskAddress, sources: TaskSources): CarriedTask {
  const current = sources.production?.prompt.version;
  const isServed = ({ version, status }: RegistryVersion): boolean =>
    version === current || (!isOutOfUse(status) && sources.archived.has(archivePath(address, version)));
  const served = new Set(sources.known.filter(isServed).map(({ version }) => version));
  if (current !== undefined) served.add(current);
  const loaded = new Map<string, CarriedPrompt>();
  const find = (version: string): CarriedPrompt | undefined => {
    if (version === current) return sources.production;
    if (!served.has(version)) return undefined;
    const known = loaded.get(version) ?? carried(readLocked(files, archivePath(address, version)));
    loaded.set(version, known);
    return known;
  };
  const gone = sources.known.map(({ version }) => version).filter((version) => !served.has(version));
  return { ...(current === undefined ? {} : { current }), versions: [...served], find, gone: new Set(gone) };
}

function readLocked(files: RepositoryFiles, path: string): LockedFile {
  const bytes = files.read(path);
  if (bytes === undefined) throw new UnusableSource(`${path} is not there`, VALIDATE);
  return parseLockedFile(path, bytes);
}

function carried(locked: LockedFile): CarriedPrompt {
  const { value, problems } = locked;
  if (value === undefined)
    throw new UnusableSource(problems.slice(0, 3).map(renderProblem).join("\n"), VALIDATE);
  return { prompt: value, digest: promptDigest(value) };
}
