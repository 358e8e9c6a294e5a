import { resolve } from "node:path";
import { offerBranch } from "../../lifecycle/adapters/git/git-branch.ts";
import { createGitHistory } from "../../lifecycle/adapters/git/git-history.ts";
import { storeFile } from "../../lifecycle/adapters/store-file.ts";
import { planRestoration, type RestoredFile } from "../../lifecycle/plans/plan-restoration.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { decodeText } from "../../prompts/reading/decode-text.ts";
import type { Repository } from "../../prompts/repository.ts";
import { readTask, type TaskFiles } from "../../prompts/task-files.ts";
import { markdownCode, markdownSentence } from "../../reporting/markdown/markdown-text.ts";
import { namedTask } from "../evaluation/select-tasks.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { usage } from "../frame/parse-flags.ts";
import { openWorkspace } from "../frame/workspace.ts";
import { openCodeHost } from "../on-github/open-code-host.ts";
import { openPullRequest } from "../on-github/open-pull-request.ts";

interface Restoration {
  readonly task: string;
  readonly version: string;
  readonly owners: readonly string[];
  readonly files: readonly RestoredFile[];
}

/** Makes a task's candidate say again what production says: in the working tree, or as a pull request. Throws `Failure`. */
export async function restoreTemplate(context: CommandContext): Promise<CommandResult> {
  const id = context.flags.text("task");
  if (id === undefined) throw usage({ name: "restore" }, "no task is named", "Give --task TASK.");
  const { repository } = openWorkspace(context);
  const restoration = await planned(context, repository, id);
  const { version, files } = restoration;
  if (files.length === 0)
    return done(
      { task: id, version, files: [] },
      `${id} says what production ${version} says; there is nothing to restore`,
    );
  if (context.isDryRun)
    return done({ ...restored(restoration), dry_run: true }, linesOf("would restore", restoration));
  if (context.flags.isOn("push") || context.flags.isOn("pull-request"))
    return asBranch(context, repository, restoration);
  for (const { path, text } of files) storeFile(resolve(context.root, path), text);
  return done(restored(restoration), linesOf("restored", restoration));
}

async function planned(context: CommandContext, repository: Repository, id: string): Promise<Restoration> {
  const entry = namedTask(repository, id);
  const task = readTask(repository.files, entry, { examples: false });
  const production = task.production?.value;
  const metadata = task.metadata?.value;
  const { template: templatePath, metadata: metadataPath } = entry;
  if (
    production === undefined ||
    metadata === undefined ||
    templatePath === undefined ||
    metadataPath === undefined
  )
    throw unusable(id, task);
  const history = createGitHistory(context.root, context.environment);
  const files = planRestoration({
    production,
    template: { path: templatePath, text: textOf(repository, templatePath) },
    metadata: { path: metadataPath, text: textOf(repository, metadataPath), value: metadata },
    fragments: repository.fragments,
    earlierTexts: await history.textsOf(templatePath),
  });
  return { task: id, version: production.version, owners: metadata.owners, files };
}

function unusable(id: string, { problems }: TaskFiles): Failure {
  return new Failure(
    `${id} has no production version, template and metadata that can be read; nothing was restored`,
    {
      exit: EXIT.invalidContent,
      fix: "Run `npm run validate` and mend what it says.",
      problems,
    },
  );
}

function textOf({ files }: Repository, path: string): string {
  const bytes = files.read(path);
  const decoded = bytes === undefined ? undefined : decodeText(path, bytes);
  return decoded !== undefined && "text" in decoded ? decoded.text : "";
}

async function asBranch(
  context: CommandContext,
  { config }: Repository,
  restoration: Restoration,
): Promise<CommandResult> {
  const { task, version, owners, files } = restoration;
  const host = context.flags.isOn("pull-request") ? await openCodeHost(context.environment) : undefined;
  const branch = `restore/${task}-v${version}`;
  await offerBranch(context.root, context.environment, {
    branch,
    message: `fix(prompts): restore ${task} to ${version}\n\nWhat was rolled back stays refused; the candidate is what production is.`,
    files: Object.fromEntries(files.map(({ path, text }) => [path, text])),
  });
  const json = { ...restored(restoration), branch };
  if (host === undefined) return done(json, `pushed ${branch}`);
  const title = `Restore ${task} to ${version}`;
  const body = bodyOf(restoration, context.flags.text("reason"));
  const { pull, isNew } = await openPullRequest(host, {
    branch,
    base: config.main_branch,
    title,
    body,
    owners,
  });
  return done(
    { ...json, pull_request: { number: pull.number, url: pull.url, is_new: isNew } },
    `${isNew ? "opened" : "found open"} pull request ${pull.number}: ${title}\n  ${pull.url}`,
  );
}

function bodyOf({ task, version, owners, files }: Restoration, reason: string | undefined): string {
  return [
    `Production answers with ${markdownCode(task, 80)} ${markdownCode(version, 40)} again. The template on the main branch still is what was rolled back, and the same bytes stay refused.`,
    "",
    ...(reason === undefined ? [] : [`**Why it went back:** ${markdownSentence(reason, 500)}`, ""]),
    "Merge this to begin again from what works. Close it to mend the template yourself.",
    "",
    ...files.map(({ path, from }) => `- ${markdownCode(path, 200)}: ${markdownSentence(from, 200)}`),
    "",
    `Owners: ${owners.filter((owner) => /^@[\w-]+(\/[\w-]+)?$/.test(owner)).join(" ") || "none that GitHub knows"}`,
    "",
  ].join("\n");
}

const restored = ({ task, version, files }: Restoration) => ({
  task,
  version,
  files: files.map(({ path, from }) => ({ path, from })),
});

const linesOf = (verb: string, { task, version, files }: Restoration): string =>
  [`${verb} ${task} to ${version}`, ...files.map(({ path, from }) => `  ${path}: ${from}`)].join("\n");

const done = (json: CommandResult["json"], text: string): CommandResult => ({ exit: EXIT.done, json, text });
