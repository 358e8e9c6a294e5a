import { createGitHistory } from "../../lifecycle/adapters/git/git-history.ts";
import type { CodeHost, PullRequest } from "../../lifecycle/code-host.ts";
import { type Acceptance, isSamePerson, reviewedLines } from "../../lifecycle/evidence/acceptance.ts";
import { parseMetadataFile } from "../../prompts/yaml-formats.ts";
import { digestsOf, type ReadyTask } from "../evaluation/ready-task.ts";
import type { CommandContext } from "../frame/command.ts";

/** What the reviews of one pull request accept, and which of their lines do not count, as sentences. */
export interface AcceptedDrops {
  readonly accepted: readonly Acceptance[];
  readonly ignored: readonly string[];
}

/**
 * Acceptances of these tasks' evaluations by an owner other than the author, at the pull request's newest head. Owners are those
 * that the base branch names: nobody becomes one by the pull request itself. Throws `HostRefused`.
 */
export async function acceptedDrops(
  { root, environment }: Pick<CommandContext, "root" | "environment">,
  host: CodeHost,
  number: number,
  tasks: readonly ReadyTask[],
): Promise<AcceptedDrops> {
  const pull = await host.pull(number);
  const reviews = await host.reviews(number);
  const lines = reviewedLines({ ...pull, reviews });
  const history = createGitHistory(root, environment);
  const accepted: Acceptance[] = [];
  const ignored: string[] = [];
  for (const { task, by, reason } of lines) {
    const ready = tasks.find(({ metadata }) => metadata.task === task);
    if (ready === undefined) {
      ignored.push(`${by} accepts ${task}, which this pull request does not evaluate`);
      continue;
    }
    const path = ready.task.entry.metadata ?? "";
    const owners = ownersIn(path, await history.textAt(pull.baseCommit, path));
    if (await isOwner(host, owners, by)) accepted.push({ task, by, reason, ...evaluated(ready, pull) });
    else ignored.push(`${by} accepts ${task} and does not own it on ${pull.baseBranch}`);
  }
  return { accepted, ignored };
}

function ownersIn(path: string, text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  return parseMetadataFile(path, new TextEncoder().encode(text)).value?.owners ?? [];
}

/** Whether a login is one of the owners, or in a team of theirs. */
export async function isOwner(host: CodeHost, owners: readonly string[], login: string): Promise<boolean> {
  for (const owner of owners) {
    const [, name = "", team] = /^@([\w-]+)(?:\/([\w.-]+))?$/.exec(owner) ?? [];
    if (name === "") continue;
    if (team === undefined ? isSamePerson(name, login) : await host.isInTeam(name, team, login)) return true;
  }
  return false;
}

const evaluated = (
  ready: ReadyTask,
  { number, headCommit }: PullRequest,
): Pick<Acceptance, "evaluation_digest" | "pull" | "commit"> => ({
  evaluation_digest: digestsOf(ready, ready.candidate).evaluation,
  pull: number,
  commit: headCommit,
});
