import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { createGit } from "../../lifecycle/adapters/git/git.ts";
import { createJournalStore } from "../../lifecycle/adapters/journal-store.ts";
import { patientStore } from "../../lifecycle/adapters/patient-store.ts";
import { completeUnfinished } from "../../lifecycle/complete-unfinished.ts";
import type { Git } from "../../lifecycle/git.ts";
import type { Acting } from "../../lifecycle/records/state-changes.ts";
import type { WriteStore } from "../../lifecycle/write-store.ts";
import { createDiskFiles } from "../../prompts/adapters/disk-files.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { CONFIG_FILE } from "../../prompts/layout.ts";
import { type Repository, readRepository } from "../../prompts/repository.ts";
import type { CommandContext } from "./command.ts";

/** The repository that a command works on, with everything that touches it. */
export interface Workspace {
  readonly root: string;
  /** Read when it is first looked at. */
  readonly repository: Repository;
  readonly git: Git;
  readonly store: WriteStore;
  acting(): Promise<Acting>;
}

/** Opens the repository at `--root`. Throws `Failure` with exit 2 where there is none. */
export function openWorkspace({
  root,
  environment,
}: Pick<CommandContext, "root" | "environment">): Workspace {
  requireFolder(root);
  if (!existsSync(join(root, "prompts")) && !existsSync(join(root, CONFIG_FILE))) {
    throw new Failure(`${root} has neither prompts/ nor ${CONFIG_FILE}; nothing was done`, {
      exit: EXIT.usage,
      fix: "Run inside a prompt repository, give --root, or make one here: `npx gpt-pipeline-hub init`.",
    });
  }
  return workspaceAt(root, createGit(root, environment));
}

/** A folder that need not be a prompt repository yet. Throws `Failure` with exit 2 where there is none. */
export function openFolder({ root, environment }: Pick<CommandContext, "root" | "environment">): Workspace {
  requireFolder(root);
  return workspaceAt(root, createGit(root, environment));
}

function requireFolder(root: string): void {
  if (existsSync(root) && statSync(root).isDirectory()) return;
  throw new Failure(`${root} is not a folder; nothing was done`, {
    exit: EXIT.usage,
    fix: "Give --root the repository's folder.",
  });
}

/** The repository as it will be on disk when it is first looked at: after a lock was taken, after a write. */
export function reopen({ root, git, store }: Workspace): Workspace {
  return workspaceAt(root, git, store);
}

/** The same for a command that writes now and then while it runs: it waits for others instead of being refused. */
export function patient({ root, git, store }: Workspace): Workspace {
  return workspaceAt(root, git, patientStore(store));
}

function workspaceAt(root: string, git: Git, store = createJournalStore(root)): Workspace {
  let read: Repository | undefined;
  return {
    root,
    get repository() {
      read ??= readRepository(createDiskFiles(root));
      return read;
    },
    git,
    store,
    acting: async () => ({ at: new Date().toISOString(), actor: await git.actor() }),
  };
}

/**
 * Runs a writing command's work while no other one writes, after completing what a killed one left. A dry run takes no lock
 * and completes nothing.
 */
export async function withWriting<T>(
  context: CommandContext,
  workspace: Workspace,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  if (context.isDryRun) return work(workspace);
  return workspace.store.exclusively(async () => {
    const completed = await completeUnfinished(workspace.store, workspace.git);
    for (const { kind, summary, why } of completed)
      context.terminal.say(
        `${kind}, what a stopped command had begun: ${summary}${why === undefined ? "" : ` (${why})`}`,
      );
    for (const path of workspace.store.tidy())
      context.terminal.say(`taken away, what a stopped command had half written: ${path}`);
    return work(reopen(workspace));
  });
}
