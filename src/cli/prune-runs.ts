import { rmSync } from "node:fs";
import { join } from "node:path";
import { readRuns } from "../lifecycle/evidence.ts";
import { EXIT } from "../prompts/exit-code.ts";
import { runFolder, type TaskAddress } from "../prompts/layout.ts";
import type { CommandContext, CommandResult } from "./command.ts";
import type { Workspace } from "./workspace.ts";

interface Prunable {
  readonly address: TaskAddress;
  readonly runId: string;
}

/** Removes the folders of runs that the registry does not cite; every run keeps its line in `history.jsonl`. */
export async function pruneRuns(context: CommandContext, workspace: Workspace): Promise<CommandResult> {
  const keep = context.flags.number("keep") ?? 0;
  const runs = workspace.repository.index.tasks.flatMap(({ address }) =>
    prunableRuns(workspace, address, keep),
  );
  if (!context.isDryRun) {
    for (const { address, runId } of runs)
      rmSync(join(workspace.root, runFolder(address, runId)), { recursive: true, force: true });
  }
  const pruned = runs.map(({ address, runId }) => ({ task: address.id, run_id: runId }));
  const verb = context.isDryRun ? "would prune" : "pruned";
  return {
    exit: EXIT.done,
    json: { dry_run: context.isDryRun, pruned },
    text: `${verb} ${runs.length} runs`,
  };
}

function prunableRuns({ repository }: Workspace, address: TaskAddress, keep: number): readonly Prunable[] {
  const evidence = repository.registry.tasks[address.id]?.production?.evidence;
  const cited = evidence === undefined || evidence.kind === "downgrade" ? undefined : evidence.run_id;
  const ids = readRuns(repository.files, address).map(({ report }) => report.run_id);
  const uncited = ids.filter((id) => id !== cited);
  return uncited.slice(0, Math.max(0, uncited.length - keep)).map((runId) => ({ address, runId }));
}
