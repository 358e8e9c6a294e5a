import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { GitWishes } from "../../lifecycle/git-step.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import {
  AUDIT_FILE,
  CONFIG_FILE,
  FOLDERS,
  REGISTRY_FILE,
  SCRATCH_FOLDER,
  writerOf,
} from "../../prompts/layout.ts";
import type { CommandContext, Flag } from "./command.ts";
import type { Workspace } from "./workspace.ts";

/** What commands that change the repository may do with git. */
export const GIT_FLAGS = {
  commit: { kind: "switch", help: "commit what was written, and nothing else" },
  tag: { kind: "switch", help: "set the annotated tag (implies --commit)" },
  push: { kind: "switch", help: "push branch and tags in one atomic push (implies --commit)" },
} as const satisfies Readonly<Record<string, Flag>>;

/** What a stopped deployment leaves uncommitted: its intent, which its end commits. */
const STATE_FILES: readonly string[] = [REGISTRY_FILE, AUDIT_FILE];

export const isStateFile = (path: string): boolean => STATE_FILES.includes(path);

/** What a rollback or a freeze reads and writes; an author's unfinished work, or a stray file, must not hold either up. */
const RECORDS: readonly string[] = [
  CONFIG_FILE,
  ...[FOLDERS.production, FOLDERS.metadata, FOLDERS.archive].map((folder) => `${folder}/`),
];

/** Whether a rollback and a freeze may leave this file uncommitted. */
export const isNoRecord = (path: string): boolean => !RECORDS.some((start) => path.startsWith(start));

/** Whether an operation was begun on an environment, and runs, was stopped or was given up; its lines may not be committed yet. */
function hasBegun(root: string): boolean {
  const folder = join(root, SCRATCH_FOLDER, "operations");
  return existsSync(folder) && readdirSync(folder).length > 0;
}

/** What commands write and no author commits; a temporary file that was committed all the same may be taken away. */
const isOurs = (path: string): boolean =>
  [FOLDERS.evals, SCRATCH_FOLDER].some((folder) => path.startsWith(`${folder}/`)) ||
  writerOf(path) !== undefined;

function wantsGit({ flags }: CommandContext): boolean {
  return flags.isOn("commit") || flags.isOn("tag") || flags.isOn("push");
}

export function gitWishes(context: CommandContext, workspace: Workspace): GitWishes {
  const { flags } = context;
  return {
    commit: wantsGit(context),
    tag: flags.isOn("tag"),
    ...(flags.isOn("push") ? { pushTo: workspace.repository.config.main_branch } : {}),
  };
}

/**
 * Before a commit: there is a repository with its whole history, no merge in progress, and nothing uncommitted except logged
 * evaluations and what `mayDiffer`. Throws `Failure` with exit 2.
 */
export async function requireCleanGit(
  context: CommandContext,
  { git, repository, root }: Workspace,
  mayDiffer: (path: string) => boolean = () => false,
): Promise<void> {
  if (!wantsGit(context)) return;
  if ((await git.head()) === undefined)
    throw refuse("this is not a git repository with a commit", "Run `git init`, commit, and try again.");
  const unfinished = await git.unfinished();
  if (unfinished !== undefined) throw refuse(unfinished, "Finish it first.");
  if (await git.isShallow())
    throw refuse(
      "the clone is shallow, so that tags and earlier operations cannot be seen",
      "Fetch the whole history (fetch-depth: 0).",
    );
  const [branch, main] = [await git.branch(), repository.config.main_branch];
  if (context.flags.isOn("push") && branch !== undefined && branch !== main)
    throw refuse(
      `--push goes to ${main}, and this is ${branch}`,
      `Merge ${branch} first, then run on ${main}.`,
    );
  const state = hasBegun(root) ? STATE_FILES : [];
  const dirty = (await git.dirtyPaths()).filter(
    (path) => !isOurs(path) && !state.includes(path) && !mayDiffer(path),
  );
  if (dirty.length > 0)
    throw refuse(`uncommitted changes: ${listed(dirty)}`, "Commit or put them away first.");
}

/**
 * Before another push: what a stopped command committed has reached origin. Throws `Failure` with exit 8. Deployments and
 * rollbacks do not ask: what runs matters more than what is pushed.
 */
export function requireAllPushed({ flags }: CommandContext, { store }: Workspace): void {
  const waiting = flags.isOn("push") ? store.unfinished() : [];
  if (waiting.length === 0) return;
  const what = waiting.map(({ summary }) => summary).join(", ");
  throw new Failure(`${what} is committed here and could not be pushed; nothing more was done`, {
    exit: EXIT.notStored,
    fix: "Put right what git says, then run the command again.",
  });
}

function refuse(found: string, fix: string): Failure {
  return new Failure(`${found}; nothing was changed`, { exit: EXIT.usage, fix });
}

function listed(paths: readonly string[]): string {
  return paths.length <= 5
    ? paths.join(", ")
    : `${paths.slice(0, 5).join(", ")} and ${paths.length - 5} more`;
}
