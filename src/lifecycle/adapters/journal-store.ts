import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { FileChange, WritePlan } from "../../prompts/file-change.ts";
import { SCRATCH_FOLDER } from "../../prompts/layout.ts";
import { compareText } from "../../prompts/problem.ts";
import { sha256 } from "../../prompts/sha256.ts";
import { StaleTree, type WriteStore } from "../write-store.ts";
import { removeLeftovers } from "./remove-leftovers.ts";
import { withRepositoryLock } from "./repository-lock.ts";
import { storeFile } from "./store-file.ts";

/** A plan as it lies in the journal, with the way back. */
interface JournalEntry extends WritePlan {
  readonly replaced: readonly FileChange[];
}

/**
 * Write-ahead journal in `.pipeline/journal/`: the whole plan is on disk before the first change, so that a command killed at
 * any moment left either nothing or a plan that the next run completes.
 */
export function createJournalStore(root: string): WriteStore {
  const folder = join(root, SCRATCH_FOLDER, "journal");
  const fileOf = (plan: WritePlan): string => join(folder, `${plan.operation}.json`);
  return {
    unfinished: () => readPlans(folder),
    tidy: () => removeLeftovers(root),
    exclusively: (work) => withRepositoryLock(join(root, SCRATCH_FOLDER, "lock"), work),
    write: (plan) => {
      refuseStale(root, plan);
      if (!existsSync(fileOf(plan))) storeFile(fileOf(plan), JSON.stringify(entryOf(root, plan)));
      for (const change of plan.changes) applyChange(root, change);
    },
    isWritten: (plan) => plan.changes.every((change) => isDone(root, change)),
    undo: (plan) => {
      const { replaced } = JSON.parse(readFileSync(fileOf(plan), "utf8")) as JournalEntry;
      for (const change of replaced) applyChange(root, change);
    },
    close: (plan) => rmSync(fileOf(plan), { force: true }),
  };
}

function entryOf(root: string, plan: WritePlan): JournalEntry {
  const replaced = plan.changes.map(({ path, before, after }) => ({
    path,
    before: after === null ? null : sha256(after),
    after: before === null ? null : readFileSync(join(root, path), "utf8"),
  }));
  return { ...plan, replaced };
}

function readPlans(folder: string): readonly WritePlan[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return names
    .sort(compareText)
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as WritePlan);
}

function digestOf(path: string): string | null {
  return existsSync(path) ? sha256(readFileSync(path)) : null;
}

function isDone(root: string, change: FileChange): boolean {
  return digestOf(join(root, change.path)) === (change.after === null ? null : sha256(change.after));
}

function refuseStale(root: string, plan: WritePlan): void {
  for (const change of plan.changes) {
    if (digestOf(join(root, change.path)) === change.before || isDone(root, change)) continue;
    throw new StaleTree(change.path, plan.summary);
  }
}

function applyChange(root: string, change: FileChange): void {
  if (isDone(root, change)) return;
  if (change.after === null) rmSync(join(root, change.path), { force: true });
  else storeFile(join(root, change.path), change.after);
}
