import { join } from "node:path";
import { storeFile } from "../../lifecycle/adapters/store-file.ts";
import { createDiskFiles } from "../../prompts/adapters/disk-files.ts";
import { traceReads } from "../../prompts/reading/read-trace.ts";
import { readRepository } from "../../prompts/repository.ts";
import { planFixes } from "../../validation/plan-fixes.ts";
import { type Validated, validateRepository } from "../../validation/validate.ts";
import { changedTasks, namedTasks, tasksOf } from "../evaluation/select-tasks.ts";
import type { CommandContext } from "../frame/command.ts";
import { todayUtc } from "../frame/today.ts";
import { openWorkspace, reopen, type Workspace } from "../frame/workspace.ts";
import type { ValidationMemory } from "./validation-memory.ts";

/** Checks the tasks that the flags name, after mending with `--fix`. Throws `Failure` where there is no repository. */
export async function checkTasks(context: CommandContext): Promise<Validated> {
  const workspace = openWorkspace(context);
  const tasks = await selection(context, workspace);
  const wanted = { today: todayUtc(), ...(tasks === undefined ? {} : { tasks }) };
  const validated = validateRepository(workspace.repository, wanted);
  if (!context.flags.isOn("fix") || !fix(context, workspace, validated)) return validated;
  return validateRepository(reopen(workspace).repository, wanted);
}

/** Checks all tasks and remembers what was found. Throws `Failure` where there is no repository. */
export function checkAllTasks(context: CommandContext, memory: ValidationMemory): Validated {
  const { root } = openWorkspace(context);
  const files = traceReads(createDiskFiles(root));
  const validated = validateRepository(readRepository(files), { today: todayUtc() });
  const trace = files.trace();
  if (trace !== undefined) memory.remember(trace, validated);
  return validated;
}

/** Whether anything was mended. */
function fix(
  { terminal }: CommandContext,
  { root, repository }: Workspace,
  { problems }: Validated,
): boolean {
  const fixed = planFixes(repository, problems);
  for (const { path, text, mended } of fixed) {
    storeFile(join(root, path), text);
    terminal.say(`mended ${path}: ${mended.join(", ")}`);
  }
  return fixed.length > 0;
}

async function selection(
  context: CommandContext,
  { repository, git }: Workspace,
): Promise<ReadonlySet<string> | undefined> {
  const named = context.flags.many("task");
  const since = context.flags.text("changed-since");
  const isStaged = context.flags.isOn("staged");
  if (named.length === 0 && since === undefined && !isStaged) return undefined;
  const changed = [
    ...(since === undefined ? [] : await changedTasks(repository, git, since)),
    ...(isStaged ? tasksOf(repository, await git.stagedPaths()) : []),
  ];
  return new Set([...namedTasks(repository, named), ...changed].map(({ entry }) => entry.address.id));
}
