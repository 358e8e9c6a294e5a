import { createGitHistory } from "../../lifecycle/adapters/git/git-history.ts";
import { untaggedVersions } from "../../lifecycle/reconciling/missing-tags.ts";
import { TAG_PREFIX } from "../../lifecycle/reconciling/reconcile-tags.ts";
import { readAudit } from "../../lifecycle/records/read-audit.ts";
import { productionPath } from "../../prompts/layout.ts";
import { namedTask } from "../evaluation/select-tasks.ts";
import type { CommandContext } from "../frame/command.ts";
import { reopen, type Workspace } from "../frame/workspace.ts";

/**
 * Where `--tag --push` are given: sets the tags of versions in production that have none, as after a merged pull request, on the commit
 * that brought each, and pushes them. Returns their names. Throws `GitFailure`.
 */
export async function tagMerged(
  { flags, root, environment }: CommandContext,
  workspace: Workspace,
): Promise<readonly string[]> {
  if (!flags.isOn("tag") || !flags.isOn("push")) return [];
  const { repository, git } = reopen(workspace);
  const history = createGitHistory(root, environment);
  const { registry, files, config } = repository;
  const audit = readAudit(files);
  const untagged = async () => untaggedVersions(registry, audit, await history.tags(TAG_PREFIX));
  if ((await untagged()).length === 0) return [];
  await history.fetchTags(TAG_PREFIX);
  const names: string[] = [];
  for (const { task, version, name } of await untagged()) {
    const path = productionPath(namedTask(repository, task).address);
    const commit = await history.arrivalOf(path, `version: ${JSON.stringify(version)}`);
    if (commit === undefined) continue;
    await git.tag(name, `${task} ${version}\n\nPromoted elsewhere and merged.`, commit);
    names.push(name);
  }
  if (names.length > 0) await git.push(config.main_branch, names);
  return names;
}
