import { readFileSync } from "node:fs";
import { join } from "node:path";
import { offerBranch } from "../../lifecycle/adapters/git/git-branch.ts";
import { HostRefused } from "../../lifecycle/code-host.ts";
import type { RemoteRefused } from "../../lifecycle/git.ts";
import type { Promotion } from "../../lifecycle/plans/plan-promotion.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import type { WritePlan } from "../../prompts/file-change.ts";
import { readTask } from "../../prompts/task-files.ts";
import { launched, type ScriptNames } from "../../reporting/launched.ts";
import { markdownCode, markdownSentence } from "../../reporting/markdown/markdown-text.ts";
import { namedTask } from "../evaluation/select-tasks.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { scriptsHere } from "../frame/scripts-here.ts";
import type { Workspace } from "../frame/workspace.ts";
import { openCodeHost } from "../on-github/open-code-host.ts";
import { openPullRequest } from "../on-github/open-pull-request.ts";

/** A promotion that a person decided, ready to be written. */
export interface DecidedPromotion {
  readonly promotion: Promotion;
  readonly write: WritePlan;
  readonly reason: string;
}

/**
 * Where main takes no push, the same files as a branch and, with a token, as one pull request; without one it says which command
 * opens it. Nothing is promoted until somebody merges it. Throws `Failure`.
 */
export async function offerPromotion(
  context: CommandContext,
  { repository, root }: Workspace,
  { promotion, write, reason }: DecidedPromotion,
  refused: RemoteRefused,
): Promise<CommandResult> {
  const { task, version } = promotion;
  const branch = `override/${task}-v${version}`;
  const title = `Promote ${task} ${version} without passing evidence`;
  await offerBranch(root, context.environment, { branch, message: title, files: filesOf(root, write) });
  const base = repository.config.main_branch;
  const json = { dry_run: false, promoted: [], offered: { task, version, branch } };
  const byHand = (why: string): CommandResult => {
    const command = `gh pr create --base ${base} --head ${branch} --title "${title}" --fill`;
    const text = `${why}. Branch ${branch} waits for a pull request; open it with:\n  ${command}`;
    return { exit: EXIT.done, json: { ...json, command }, text };
  };
  if (!context.environment["GITHUB_TOKEN"] || !context.environment["GITHUB_REPOSITORY"])
    return byHand(refused.message);
  const host = await openCodeHost(context.environment);
  const { metadata } = readTask(repository.files, namedTask(repository, task), { examples: false });
  const owners = metadata?.value?.owners ?? [];
  const offer = { branch, base, title, body: bodyOf(promotion, reason, scriptsHere(root)), owners };
  const found = await openPullRequest(host, offer).catch((error: unknown) => {
    if (!(error instanceof HostRefused)) throw error;
    return error;
  });
  if (found instanceof HostRefused) return byHand(`${refused.message}; ${found.message}`);
  const { pull, isNew } = found;
  const opened = isNew ? "opened" : "found open";
  return {
    exit: EXIT.done,
    json: { ...json, pull_request: { number: pull.number, url: pull.url, is_new: isNew } },
    text: `${refused.message}. It is offered instead, and in production once merged: ${opened} pull request ${pull.number}\n  ${pull.url}`,
  };
}

/** What the promotion writes, and the runs that it rests on, which are on disk already. */
function filesOf(root: string, { changes, git }: WritePlan): Readonly<Record<string, string>> {
  const cited = (git?.alsoCommit ?? []).map(
    (path) => [path, readFileSync(join(root, path), "utf8")] as const,
  );
  const written = changes.flatMap(({ path, after }) => (after === null ? [] : [[path, after] as const]));
  return Object.fromEntries([...cited, ...written]);
}

function bodyOf({ task, version, from, change }: Promotion, reason: string, scripts: ScriptNames): string {
  return [
    `${markdownCode(task, 80)} ${markdownSentence(from ?? "(new)", 40)} to ${markdownSentence(version, 40)}, decided by a person: its evidence does not pass, or there is none.`,
    "",
    `- **Reason:** ${markdownSentence(reason, 1000)}`,
    `- **Change:** ${markdownSentence(change, 400)}`,
    "- **Merging:** puts it into production, tags and deploys it.",
    ...(from === undefined ? [] : [`- **To undo:** ${undoCommand(task, from, scripts)}`]),
    "",
  ].join("\n");
}

const undoCommand = (task: string, from: string, scripts: ScriptNames): string =>
  markdownCode(launched(`npm run promote -- --task ${task} --to ${from} --reason "…"`, scripts), 300);
