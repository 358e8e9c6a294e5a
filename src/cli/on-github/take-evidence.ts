import { createGitHistory } from "../../lifecycle/adapters/git/git-history.ts";
import type { CodeHost, HostWorkflowRun } from "../../lifecycle/code-host.ts";
import type { Acceptance } from "../../lifecycle/evidence/acceptance.ts";
import { doubtAboutBase, doubtAboutRun } from "../../lifecycle/evidence/trusted-run.ts";
import { hasArrived } from "../../lifecycle/production-arrival.ts";
import { readAudit } from "../../lifecycle/records/read-audit.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { FOLDERS } from "../../prompts/layout.ts";
import { logDelivered } from "../evaluation/log-run.ts";
import type { EvidenceRun } from "../evidence/evidence-run.ts";
import { fetchEvidence } from "../evidence/fetch-evidence.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { openWorkspace, type Workspace } from "../frame/workspace.ts";
import { doubtAboutEvidence } from "../promotion/doubt-about-evidence.ts";
import { giveUp, type UnprovenTask } from "../promotion/give-up-promotion.ts";
import { type PendingTask, pendingTasks } from "../promotion/pending-tasks.ts";
import { acceptedDrops } from "./accepted-drops.ts";
import { writeAccepted } from "./accepted-file.ts";
import { openCodeHost } from "./open-code-host.ts";

const CHECK_WORKFLOW = "check.yml";
const WORKFLOWS = ".github/workflows/";

/** What a run of `check` left, or why nothing of it is taken. */
interface Delivery {
  readonly runs: readonly EvidenceRun[];
  /** By the reviews of the pull requests that it merged. */
  readonly accepted?: readonly Acceptance[];
  /** As sentences' ends. */
  readonly doubts: readonly string[];
}

interface Taken {
  readonly task: string;
  readonly runId: string;
}

/**
 * Takes what the pull request's check measured into this checkout, where it proves what is to be promoted, and names the tasks
 * that have to be evaluated again, with the reason. Throws `Failure`.
 */
export async function takeEvidence(context: CommandContext): Promise<CommandResult> {
  const workspace = openWorkspace(context);
  const pending = await pendingTasks(workspace, context.flags.text("changed-since"));
  const delivery: Delivery =
    pending.length === 0 ? { runs: [], doubts: [] } : await deliver(context, workspace, pending);
  const { accepted = [] } = delivery;
  const taken: Taken[] = [];
  const missing: UnprovenTask[] = [];
  for (const one of pending) {
    const { task } = one.ready.metadata;
    const run = fitting(one, delivery);
    const why =
      run === undefined
        ? (delivery.doubts[0] ?? "no check evaluated exactly these files")
        : (unaccepted(run, accepted) ?? (await doubtAboutEvidence(workspace, one.ready, run)));
    if (run === undefined || why !== undefined) missing.push({ pending: one, task, why: why ?? "" });
    else {
      if (!context.isDryRun) await logDelivered(workspace, one.ready, run);
      taken.push({ task, runId: run.report.run_id });
    }
  }
  const file = context.flags.text("accepted");
  if (file !== undefined && !context.isDryRun) writeAccepted(file, accepted);
  const { writeStepResult } = await import("../adapters/step-result.ts");
  const given = context.isDryRun ? [] : await giveUp(context, workspace, missing);
  const open = missing.filter(({ task }) => !given.includes(task));
  const again = open.map(({ task }) => task).join(",");
  const arrived = (await hasProductionArrived(context, workspace)) ? "yes" : "";
  await writeStepResult(context.environment, { outputs: { missing: again, arrived } });
  return {
    exit: EXIT.done,
    json: {
      taken: taken.map((one) => ({ ...one })),
      missing: missing.map(({ task, why }) => ({ task, why })),
      given_up: [...given],
      dry_run: context.isDryRun,
    },
    text: textOf(taken, open, given),
  };
}

/** A verdict that is no pass is evidence only where an owner has accepted it; why not, as a sentence's end. */
function unaccepted({ report }: EvidenceRun, accepted: readonly Acceptance[]): string | undefined {
  const { task, verdict, digests } = report;
  if (verdict === "pass") return undefined;
  if (verdict !== "inconclusive") return `the check's verdict is ${verdict}`;
  return accepted.some((one) => one.task === task && one.evaluation_digest === digests.evaluation)
    ? undefined
    : "the check could not tell, and no owner's review accepts that";
}

/** Whether what was pushed changed production itself, and nobody deploys it yet. */
async function hasProductionArrived(
  { flags, root, environment }: CommandContext,
  { repository }: Pick<Workspace, "repository">,
): Promise<boolean> {
  const since = flags.text("changed-since");
  if (!since) return false;
  const changes = await createGitHistory(root, environment).changesBelow(FOLDERS.production, since);
  return hasArrived(changes, readAudit(repository.files));
}

const fitting = ({ ready, digests }: PendingTask, { runs }: Delivery): EvidenceRun | undefined =>
  runs.findLast(
    ({ report }) =>
      report.stage === "candidate" &&
      report.task === ready.metadata.task &&
      report.digests.evaluation === digests.evaluation,
  );

function textOf(taken: readonly Taken[], missing: readonly UnprovenTask[], given: readonly string[]): string {
  const lines = [
    ...taken.map(({ task, runId }) => `${task}: taken from the pull request's check, ${runId}`),
    ...missing.map(({ task, why }) => `${task}: evaluated again, since ${why}`),
    ...given.map((task) => `${task}: tried often enough, an issue asks a person`),
  ];
  return lines.length === 0 ? "nothing waits for evidence" : lines.join("\n");
}

/** From the newest run of `check` that nothing speaks against, of this commit or of the pull requests that it merged. */
async function deliver(
  context: CommandContext,
  workspace: Workspace,
  pending: readonly PendingTask[],
): Promise<Delivery> {
  const commit = await workspace.git.head();
  if (commit === undefined) return { runs: [], doubts: ["this is no commit"] };
  const host = await openCodeHost(context.environment);
  const workflow = context.flags.text("workflow") ?? CHECK_WORKFLOW;
  const pulls = await host.pullsOf(commit);
  const files = await Promise.all(pulls.map(({ number }) => host.pullFiles(number)));
  const changed = pulls.length === 0 ? undefined : files.flat();
  const ready = pending.map((one) => one.ready);
  const drops = await Promise.all(pulls.map(({ number }) => acceptedDrops(context, host, number, ready)));
  const accepted = drops.flatMap((one) => one.accepted);
  const doubts: string[] = [];
  for (const head of new Set([commit, ...pulls.map(({ headCommit }) => headCommit)])) {
    for (const run of await host.runsOf(head, workflow)) {
      const { repository } = host;
      const offer = { run, repository, workflow: `${WORKFLOWS}${workflow}`, commit, changed };
      const doubt = doubtAboutRun(offer) ?? (await doubtAboutCode(workspace, host, run));
      if (doubt !== undefined) doubts.push(doubt);
      else {
        const delivery = await fetchEvidence(context, host, run.id);
        if (delivery.runs.length > 0) return { ...delivery, accepted };
        doubts.push(...delivery.doubts);
      }
    }
  }
  return { runs: [], doubts, accepted };
}

/** A queue belongs to one base; a pull request may have had several. */
async function doubtAboutCode(
  { repository }: Pick<Workspace, "repository">,
  host: CodeHost,
  { event, headBranch }: HostWorkflowRun,
): Promise<string | undefined> {
  if (event !== "pull_request") return undefined;
  return doubtAboutBase(headBranch, await host.basesOf(headBranch), repository.config.main_branch);
}
