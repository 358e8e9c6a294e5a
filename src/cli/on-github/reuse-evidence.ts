import { resolve } from "node:path";
import { gatePolicy } from "../../gate/policy.ts";
import { type CodeHost, HostRefused, type HostWorkflowRun } from "../../lifecycle/code-host.ts";
import { doubtAboutEnd, reusedReport } from "../../lifecycle/evidence/reused-report.ts";
import { doubtAboutBase, doubtAboutChange, doubtAboutResult } from "../../lifecycle/evidence/trusted-run.ts";
import { plannedVersion } from "../../lifecycle/plans/planned-version.ts";
import { digestsOf, promotionCandidate, type ReadyTask } from "../evaluation/ready-task.ts";
import { copyEvidence } from "../evidence/evidence-folder.ts";
import type { EvidenceRun } from "../evidence/evidence-run.ts";
import { fetchEvidence } from "../evidence/fetch-evidence.ts";
import type { CommandContext } from "../frame/command.ts";
import type { Workspace } from "../frame/workspace.ts";
import { reexamine } from "../promotion/doubt-about-evidence.ts";
import { eventDrops, eventPulls } from "./event-drops.ts";
import { isNoise } from "./keep-settled.ts";
import { openCodeHost } from "./open-code-host.ts";
import { readWorkflowEvent, type WorkflowEvent } from "./workflow-event.ts";

export interface ReuseWish {
  /** What nothing has settled yet. */
  readonly tasks: readonly ReadyTask[];
  /** The change begins behind the merge-base with this reference. */
  readonly since: string;
  /** Where this run collects its evidence. */
  readonly to: string;
}

export interface ReusedTask {
  readonly task: string;
  /** The workflow's run that asked. */
  readonly run: number;
  /** What it cost there; null where that is unknown. */
  readonly usd: number | null;
}

export interface Reuse {
  readonly taken: readonly ReusedTask[];
  /** Why something else was not taken, as sentences' ends. */
  readonly doubts: readonly string[];
}

/** What is looked through, its result as it grows. */
interface Search {
  readonly context: CommandContext;
  readonly workspace: Workspace;
  readonly host: CodeHost;
  readonly event: WorkflowEvent;
  readonly to: string;
  /** The commit that the change and earlier states of it begin at. */
  readonly base: string;
  readonly taken: ReusedTask[];
  readonly doubts: string[];
}

const NOTHING: Reuse = { taken: [], doubts: [] };
const MOST_RUNS = 20;

/**
 * Brings in what earlier runs of the same pull request's check measured of exactly these files, judged by today's rules. Only a first
 * attempt does: whoever starts a run again wants the models asked. Where the host says no, everything is asked.
 */
export async function reuseEvidence(
  context: CommandContext,
  workspace: Workspace,
  { tasks, since, to }: ReuseWish,
): Promise<Reuse> {
  const event = readWorkflowEvent(context.environment);
  const hasToken = (context.environment["GITHUB_TOKEN"] ?? "") !== "";
  if (event === undefined || event.attempt > 1 || event.pull?.isFork === true) return NOTHING;
  const base = await workspace.git.mergeBase(since);
  if (!hasToken || base === undefined || tasks.length === 0) return NOTHING;
  const host = await openCodeHost(context.environment);
  const found = { taken: [], doubts: [] };
  const search: Search = { ...{ context, workspace, host, event, base }, to: resolve(to), ...found };
  try {
    await lookThrough(search, tasks);
  } catch (error) {
    if (!(error instanceof HostRefused)) throw error;
    search.doubts.push(error.message);
  }
  return search;
}

async function lookThrough(search: Search, tasks: readonly ReadyTask[]): Promise<void> {
  const { host, workspace, event, base, doubts } = search;
  const { workflow = ".github/workflows/check.yml" } = event;
  const runs = await earlierRuns(search, workflow);
  if (runs.length === 0) return;
  const here = doubtAboutChange("the pull request", await workspace.git.changedSince(base));
  if (here !== undefined) return void doubts.push(here);
  let open = tasks;
  for (const run of runs) {
    if (open.length === 0) return;
    const doubt =
      doubtAboutResult({ run, repository: host.repository, workflow }) ?? (await doubtAboutCode(search, run));
    if (doubt === undefined) open = await takeFrom(search, run.id, open);
    else doubts.push(doubt);
  }
}

/** Newest first, this one left out; none of a branch that was offered to another base too. */
async function earlierRuns(
  { host, event, doubts }: Search,
  workflow: string,
): Promise<readonly HostWorkflowRun[]> {
  const numbers = await eventPulls(host, event);
  const pulls = await Promise.all(numbers.map((number) => host.pull(number)));
  const own = pulls.filter(({ headRepository }) => headRepository === host.repository);
  const file = workflow.split("/").at(-1) ?? workflow;
  const runs: HostWorkflowRun[] = [];
  for (const { headBranch, baseBranch } of own) {
    const all = await host.pullRuns(headBranch, file);
    const ended = all.filter(({ id, isEnded }) => isEnded && id !== event.run);
    if (ended.length === 0) continue;
    const doubt = doubtAboutBase(headBranch, await host.basesOf(headBranch), baseBranch);
    if (doubt === undefined) runs.push(...ended);
    else doubts.push(doubt);
  }
  return runs.slice(0, MOST_RUNS);
}

/** Whether what the run checked held nothing that could have changed how answers are made. */
async function doubtAboutCode(
  { host, base }: Search,
  { id, headCommit }: HostWorkflowRun,
): Promise<string | undefined> {
  const subject = `run ${id}'s commit`;
  const changed = await host.changesSince(base, headCommit);
  return changed === undefined ? `${subject} changes too many files` : doubtAboutChange(subject, changed);
}

/** Takes what proves one of the open tasks; returns those that stay open. */
async function takeFrom(
  search: Search,
  run: number,
  open: readonly ReadyTask[],
): Promise<readonly ReadyTask[]> {
  const { runs, doubts } = await fetchEvidence(search.context, search.host, run);
  search.doubts.push(...doubts);
  const left: ReadyTask[] = [];
  for (const ready of open) {
    const measured = fitting(ready, runs);
    const why = measured === undefined ? "" : await take(search, ready, run, measured);
    if (why !== undefined) left.push(ready);
    if (why) search.doubts.push(`${ready.metadata.task} of run ${run}: ${why}`);
  }
  return left;
}

function fitting(ready: ReadyTask, runs: readonly EvidenceRun[]): EvidenceRun | undefined {
  const { evaluation } = digestsOf(ready, ready.candidate);
  return runs.findLast(
    ({ report }) =>
      report.stage === "candidate" &&
      report.task === ready.metadata.task &&
      report.evidence !== "external" &&
      report.digests.evaluation === evaluation,
  );
}

/** Why it is not taken; undefined where it was. */
async function take(
  { context, workspace, event, to, taken }: Search,
  ready: ReadyTask,
  run: number,
  measured: EvidenceRun,
): Promise<string | undefined> {
  const { repository } = workspace;
  const drops = isNoise(measured) ? await eventDrops(context, event, [ready]) : undefined;
  const isAccepted = (drops?.accepted ?? []).length > 0;
  const unclear = doubtAboutEnd(measured.report, isAccepted);
  if (unclear !== undefined) return unclear;
  const found = await reexamine(workspace, ready, measured);
  if (found.kind === "doubted") return found.why;
  const isConfirmed = measured.confirmationRows() !== undefined;
  const { version } = plannedVersion(promotionCandidate(repository, ready));
  const reused = reusedReport(
    { report: measured.report, replay: found.replay, isConfirmed, isAccepted },
    { policy: gatePolicy(ready.metadata.evaluation, repository.config.gate), version },
  );
  if (reused.kind === "ask_again") return reused.why;
  const { circumstances: before } = measured;
  const circumstances = { ...before, reused: before.reused ?? run };
  copyEvidence(to, measured, { report: reused.report, circumstances });
  const { task, cost } = reused.report;
  taken.push({ task, run: circumstances.reused, usd: cost.usd });
  return undefined;
}
