import { rmSync } from "node:fs";
import { join } from "node:path";
import { readRuns } from "../../lifecycle/evidence/evidence.ts";
import { selectPrunable } from "../../lifecycle/records/select-prunable.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { runFolder, type TaskAddress } from "../../prompts/layout.ts";
import { namedTask } from "../evaluation/select-tasks.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { gitWishes } from "../frame/git-wishes.ts";
import type { Workspace } from "../frame/workspace.ts";

interface Pruned {
  readonly address: TaskAddress;
  readonly runId: string;
}

/**
 * Removes the folders of runs that nobody needs any more, of one task or of all; every run keeps its line in
 * `history.jsonl`. With a wish for git, what git knew of them is committed as removed.
 */
export async function pruneRuns(context: CommandContext, workspace: Workspace): Promise<CommandResult> {
  const keep = context.flags.number("keep") ?? 0;
  const named = context.flags.text("task");
  const { repository } = workspace;
  const entries = named === undefined ? repository.index.tasks : [namedTask(repository, named)];
  const runs = entries.flatMap(({ address }) => prunableRuns(workspace, address, keep));
  const commit = context.isDryRun ? undefined : await prune(context, workspace, runs);
  const pruned = runs.map(({ address, runId }) => ({ task: address.id, run_id: runId }));
  const verb = context.isDryRun ? "would prune" : "pruned";
  return {
    exit: EXIT.done,
    json: { dry_run: context.isDryRun, pruned, commit: commit ?? null },
    text: `${verb} ${runs.length} ${runs.length === 1 ? "run" : "runs"}`,
  };
}

async function prune(
  context: CommandContext,
  workspace: Workspace,
  runs: readonly Pruned[],
): Promise<string | undefined> {
  const { root, git } = workspace;
  const folders = runs.map(({ address, runId }) => runFolder(address, runId));
  for (const folder of folders) rmSync(join(root, folder), { recursive: true, force: true });
  const wishes = gitWishes(context, workspace);
  if (!wishes.commit) return undefined;
  const known = (await git.dirtyPaths()).filter((path) =>
    folders.some((folder) => path.startsWith(`${folder}/`)),
  );
  if (known.length === 0) return undefined;
  const commit = await git.commit(known, `archive: ${runs.length} evaluations pruned`);
  if (wishes.pushTo !== undefined) await git.push(wishes.pushTo, []);
  return commit;
}

function prunableRuns({ repository }: Workspace, address: TaskAddress, keep: number): readonly Pruned[] {
  const reports = readRuns(repository.files, address).map(({ report }) => report);
  const ids = selectPrunable(reports, repository.registry.tasks[address.id], keep);
  return ids.map((runId) => ({ address, runId }));
}
