import { applyPlan } from "../../lifecycle/plans/apply-plan.ts";
import { treeText } from "../../lifecycle/tree-text.ts";
import { canonicalJson } from "../../prompts/adapters/canonical-json.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { WritePlan } from "../../prompts/file-change.ts";
import type { TaskAddress } from "../../prompts/layout.ts";
import type { NewTask } from "../../prompts/new-task/new-task.ts";
import { withPlannedFiles } from "../../prompts/planned-files.ts";
import type { Json } from "../../prompts/reading/json.ts";
import { type Repository, readRepository } from "../../prompts/repository.ts";
import { sha256 } from "../../prompts/sha256.ts";
import { isTaskId } from "../../prompts/task-id.ts";
import { launched } from "../../reporting/launched.ts";
import { validateRepository } from "../../validation/validate.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { usage } from "../frame/parse-flags.ts";
import { scriptsHere } from "../frame/scripts-here.ts";
import { openWorkspace, type Workspace, withWriting } from "../frame/workspace.ts";
import { newTaskSource } from "./new-task-source.ts";

const COMMAND = { name: "new" };

/** Makes a task's files, all or none of them. Throws `Failure`: exit 2 for flags, 3 for data that makes no valid task, 7 for files that are there. */
export async function makeNewTask(context: CommandContext, address: TaskAddress): Promise<CommandResult> {
  checkName(address);
  return withWriting(context, openWorkspace(context), async (workspace) => {
    const { repository } = workspace;
    refuseKnownTask(repository, address);
    const task = newTaskSource(context, repository, address);
    refuseKnownFiles(repository, task);
    requireValid(repository, task);
    if (!context.isDryRun) await applyPlan(writePlan(workspace, task), workspace.store, workspace.git);
    return resultOf(context, task);
  });
}

function checkName({ id, group }: TaskAddress): void {
  const wrong = [id, ...(group === undefined ? [] : [group])].find((name) => !isTaskId(name));
  if (wrong === undefined) return;
  const fix = "Begin with a lower-case letter; then lower-case letters, digits, _ and -, at most 63 in all.";
  throw usage(COMMAND, `"${wrong}" cannot be the name of a task or group`, fix);
}

function refuseKnownTask({ index }: Repository, { id }: TaskAddress): void {
  const known = index.tasks.find(({ address }) => address.id === id);
  if (known === undefined) return;
  const { template, metadata, production, examples } = known;
  throw conflict([template, metadata, production, ...examples].flatMap((path) => path ?? []));
}

function refuseKnownFiles({ files }: Repository, task: NewTask): void {
  const known = task.files.filter(({ path }) => files.read(path) !== undefined).map(({ path }) => path);
  if (known.length > 0) throw conflict(known);
}

const conflict = (paths: readonly string[]): Failure =>
  new Failure(`${paths.join(", ")} ${paths.length === 1 ? "exists" : "exist"} already; nothing was written`, {
    exit: EXIT.conflict,
    fix: "Choose another --task: ids are unique over the repository, and files are never overwritten.",
  });

/** What would be written is checked as if it were there, so that a task made here is never one that `validate` refuses. */
function requireValid({ files }: Repository, task: NewTask): void {
  const planned = readRepository(withPlannedFiles(files, task.files));
  const { problems } = validateRepository(planned, { tasks: new Set([task.address.id]) });
  const own = new Set(task.files.map(({ path }) => path));
  const errors = problems.filter(({ severity, file }) => severity === "error" && own.has(file));
  if (errors.length === 0) return;
  throw new Failure(`the task would have ${errors.length} of these problems; nothing was written`, {
    exit: EXIT.invalidContent,
    fix: "Correct the data that it is made from, then run again.",
    problems: errors,
  });
}

function writePlan({ repository }: Workspace, task: NewTask): WritePlan {
  const tree = treeText(repository.files);
  const digest = sha256(canonicalJson(task.files as unknown as Json));
  return {
    operation: `new-${digest.slice(0, 24)}`,
    summary: `making ${task.address.id}`,
    changes: task.files.map(({ path, text }) => tree.write(path, text)),
  };
}

function resultOf({ root, isDryRun, terminal }: CommandContext, task: NewTask): CommandResult {
  const { id } = task.address;
  const next = [
    `npm run validate -- --task ${id}`,
    `npm run eval-runner -- --task ${id}`,
    `npm run promote -- --task ${id} --dry-run`,
  ].map((command) => launched(command, scriptsHere(root)));
  const verb = isDryRun ? "would make" : "made";
  const lines = [
    `${terminal.outPalette.good(verb)} ${terminal.outPalette.strong(id)} with ${task.examples} examples`,
    ...task.files.map(({ path }) => `  write ${path}`),
    ...task.notes.map((note) => `note: ${note}`),
    "next: read the template and the metadata, then",
    ...next.map((command) => `  ${command}`),
  ];
  const json = {
    dry_run: isDryRun,
    task: id,
    files: task.files.map(({ path }) => path),
    examples: task.examples,
    notes: task.notes,
    next,
  };
  return { exit: EXIT.done, json, text: lines.join("\n") };
}
