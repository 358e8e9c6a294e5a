import { join } from "node:path";
import { storeFile } from "../lifecycle/adapters/store-file.ts";
import { EXIT } from "../prompts/exit-code.ts";
import type { Json } from "../prompts/json.ts";
import { renderAnnotations } from "../reporting/problem-annotations.ts";
import { renderProblemList } from "../reporting/problem-list.ts";
import { renderSarif } from "../reporting/sarif-report.ts";
import { planFixes } from "../validation/plan-fixes.ts";
import { type Validated, validateRepository } from "../validation/validate.ts";
import type { CommandContext, CommandResult } from "./command.ts";
import { changedTasks, namedTasks, tasksOf } from "./select-tasks.ts";
import { toolVersion } from "./tool-version.ts";
import { openWorkspace, reopen, type Workspace } from "./workspace.ts";

/** Checks the files of the tasks that the flags name, or of all; only `--fix` writes. */
export async function validateTasks(context: CommandContext): Promise<CommandResult> {
  const workspace = openWorkspace(context);
  const tasks = await selection(context, workspace);
  const wanted = tasks === undefined ? {} : { tasks };
  const validated = validateRepository(workspace.repository, wanted);
  if (!context.flags.isOn("fix") || !fix(context, workspace, validated)) return resultOf(context, validated);
  return resultOf(context, validateRepository(reopen(workspace).repository, wanted));
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

function resultOf(context: CommandContext, { problems, counts }: Validated): CommandResult {
  const fails = problems.some(({ severity }) => severity === "error" || context.flags.isOn("strict"));
  const document = { ok: !fails, problems, counts } as unknown as Json;
  return {
    exit: fails ? EXIT.invalidContent : EXIT.done,
    json: document,
    text: textOf(context, { problems, counts }, document),
  };
}

function textOf(
  context: CommandContext,
  { problems, counts }: Pick<Validated, "problems" | "counts">,
  document: Json,
): string {
  switch (context.flags.text("format") ?? "text") {
    case "json":
      return JSON.stringify(document);
    case "github":
      return renderAnnotations(problems);
    case "sarif":
      return renderSarif(problems, toolVersion);
    default: {
      const palette = context.terminal.outPalette;
      const seen = `${counts.tasks} tasks (${counts.ready} ready, ${counts.drafts} drafts), ${counts.examples} examples`;
      return problems.length === 0
        ? `${palette.good("valid")}: ${seen}`
        : `${renderProblemList(problems, palette)}\n${seen}`;
    }
  }
}
