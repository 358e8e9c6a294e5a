import type { CodeHost, HostIssue } from "../../lifecycle/code-host.ts";
import { markdownCode } from "../../reporting/markdown/markdown-text.ts";
import type { CommandContext } from "../frame/command.ts";
import type { Workspace } from "../frame/workspace.ts";
import { openCodeHost } from "../on-github/open-code-host.ts";

/** A task that waits for a promotion and has no evidence yet, with the reason as a sentence's end. */
export interface UnprovenTask {
  readonly task: string;
  readonly why: string;
}

const LABEL = "promotion";
const WORKFLOW = "promote.yml";

/**
 * Whether a schedule has tried this commit as often as `--give-up-after` says; each task then has one open issue. Issues of tasks
 * that wait no longer are closed. False without the flag.
 */
export async function giveUp(
  { flags, environment }: CommandContext,
  { git }: Workspace,
  waiting: readonly UnprovenTask[],
): Promise<boolean> {
  const most = flags.number("give-up-after");
  const commit = await git.head();
  if (most === undefined || commit === undefined) return false;
  const host = await openCodeHost(environment);
  const open = (await host.issuesWith(LABEL)).filter(({ isByBot }) => isByBot);
  for (const issue of open) {
    if (!waiting.some(({ task }) => isAbout(issue, task))) await host.closeIssue(issue.number);
  }
  if (waiting.length === 0 || (await triesOf(host, commit, environment)) < most) return false;
  for (const { task } of waiting) {
    if (!open.some((issue) => isAbout(issue, task))) await openIssue(host, task, commit, most);
  }
  return true;
}

/** Runs that the schedule started before this one. */
async function triesOf(host: CodeHost, commit: string, environment: NodeJS.ProcessEnv): Promise<number> {
  const [file = ""] = (environment["GITHUB_WORKFLOW_REF"] ?? "").split("@");
  const own = Number(environment["GITHUB_RUN_ID"] ?? "0");
  const runs = await host.runsOf(commit, file.split("/").at(-1) || WORKFLOW);
  return runs.filter(({ id, event }) => event === "schedule" && id !== own).length;
}

const marker = (task: string): string => `<!-- gpt-pipeline-hub:promotion ${task} -->`;

const isAbout = ({ body }: HostIssue, task: string): boolean => body.startsWith(marker(task));

async function openIssue(host: CodeHost, task: string, commit: string, tries: number): Promise<void> {
  const evaluate = markdownCode(`npm run eval-runner -- --task ${task}`, 200);
  const body = [
    marker(task),
    `${markdownCode(task, 80)} was merged in ${commit.slice(0, 12)} or before and is not in production: ${tries} evaluations brought no pass.`,
    "",
    `- **Owner, next:** run ${evaluate} and read why; then mend the prompt, or have a release manager record a reason for an override.`,
    "- Production stays as it is. This issue closes itself once nothing waits.",
    "",
  ].join("\n");
  await host.openIssue({
    title: `${task} waits for its promotion`,
    body,
    labels: [LABEL],
  });
}
