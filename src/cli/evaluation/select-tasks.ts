import { judgeTasks } from "../../evaluation/judging/judge-digests.ts";
import { scorerFiles } from "../../evaluation/scoring/scorer-files.ts";
import type { Git } from "../../lifecycle/git.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { FRAGMENTS_FOLDER, fragmentPath } from "../../prompts/layout.ts";
import { nearestName } from "../../prompts/nearest-name.ts";
import { inlineFragments } from "../../prompts/rendering/fragments.ts";
import type { Repository } from "../../prompts/repository.ts";
import type { TaskEntry } from "../../prompts/repository-index.ts";
import { parseMetadataFile, parseTemplateFile } from "../../prompts/yaml-formats.ts";

export interface SelectedTask {
  readonly entry: TaskEntry;
  /** Why it was taken, for people. */
  readonly reason: string;
}

/** Template, metadata and examples are there: from then on everything is automatic. */
export const isReady = (entry: TaskEntry): boolean =>
  entry.template !== undefined && entry.metadata !== undefined && entry.examples.length > 0;

/** The tasks that are named. Throws `Failure` with exit 3 for one that does not exist or is not ready. */
export function namedTasks(repository: Repository, ids: readonly string[]): readonly SelectedTask[] {
  return ids.map((id) => ({ entry: namedTask(repository, id), reason: "named" }));
}

export function namedTask(repository: Repository, id: string): TaskEntry {
  const { tasks } = repository.index;
  const entry = tasks.find(({ address }) => address.id === id);
  if (entry !== undefined) return entry;
  const near = nearestName(
    id,
    tasks.map(({ address }) => address.id),
  );
  throw new Failure(`there is no task "${id}"; nothing was done`, {
    exit: EXIT.invalidContent,
    fix: near === undefined ? "`npm run status` lists the tasks." : `Did you mean "${near}"?`,
  });
}

export function readyTasks(repository: Repository): readonly SelectedTask[] {
  return repository.index.tasks.filter(isReady).map((entry) => ({ entry, reason: "ready" }));
}

/** Ready tasks of which template, fragment, metadata or examples changed since the merge-base with a reference. */
export async function changedTasks(
  repository: Repository,
  git: Git,
  reference: string,
): Promise<readonly SelectedTask[]> {
  const changed = tasksOf(repository, await changedPaths(git, reference));
  return changed.filter(({ entry }) => isReady(entry));
}

/** Tasks that one of the paths belongs to. */
export function tasksOf(repository: Repository, paths: readonly string[]): readonly SelectedTask[] {
  const changed = new Set(paths);
  return repository.index.tasks.flatMap((entry) => {
    const path = pathsOf(repository, entry).find((each) => changed.has(each));
    if (path !== undefined) return [{ entry, reason: `${path} changed` }];
    const reason = scoringReason(repository, entry, changed);
    return reason === undefined ? [] : [{ entry, reason }];
  });
}

async function changedPaths(git: Git, reference: string): Promise<readonly string[]> {
  const base = await git.mergeBase(reference);
  if (base !== undefined) return git.changedSince(base);
  throw new Failure(`git knows no common ancestor of ${reference} and HEAD; nothing was done`, {
    exit: EXIT.usage,
    fix: "Fetch the whole history (fetch-depth: 0) and check the reference.",
  });
}

function pathsOf(repository: Repository, entry: TaskEntry): readonly string[] {
  const own = [entry.template, entry.metadata, ...entry.examples].flatMap((path) => path ?? []);
  return [...own, ...fragmentsOf(repository, entry)];
}

/** Scorer files and judges that changed; metadata is parsed only where its text can name one. */
function scoringReason(
  repository: Repository,
  entry: TaskEntry,
  changed: ReadonlySet<string>,
): string | undefined {
  const bytes = entry.metadata === undefined ? undefined : repository.files.read(entry.metadata);
  if (entry.metadata === undefined || bytes === undefined) return undefined;
  if (!/judge|file:/.test(new TextDecoder().decode(bytes))) return undefined;
  const scorers = parseMetadataFile(entry.metadata, bytes).value?.evaluation.scorers ?? [];
  const file = scorerFiles(scorers).find((each) => changed.has(each));
  if (file !== undefined) return `${file}, which scores it, changed`;
  for (const judge of judgeTasks(scorers)) {
    const path = judgePaths(repository, judge).find((each) => changed.has(each));
    if (path !== undefined) return `${path} of its judge ${judge} changed`;
  }
  return undefined;
}

/** What the words of a judge come from: its locked prompt alone, once it has one. */
function judgePaths(repository: Repository, id: string): readonly string[] {
  const judge = repository.index.tasks.find(({ address }) => address.id === id);
  if (judge === undefined) return [];
  if (judge.production !== undefined) return [judge.production];
  return [judge.template, judge.metadata]
    .flatMap((path) => path ?? [])
    .concat(fragmentsOf(repository, judge));
}

function fragmentsOf(repository: Repository, entry: TaskEntry): readonly string[] {
  if (
    entry.template === undefined ||
    !repository.index.fragments.some((path) => path.startsWith(FRAGMENTS_FOLDER))
  )
    return [];
  const bytes = repository.files.read(entry.template);
  const template = bytes === undefined ? undefined : parseTemplateFile(entry.template, bytes).value;
  const used =
    template?.messages.flatMap(({ content }) => inlineFragments(content, repository.fragments).used) ?? [];
  return [...new Set(used)].map(fragmentPath);
}
