import { recordedCounting } from "../../evaluation/scoring/counted-results.ts";
import type { AcceptedDrop, GatePolicy } from "../../gate/decision.ts";
import { gatePolicy } from "../../gate/policy.ts";
import { type RecordedRunOfTask, replay } from "../../gate/replay.ts";
import { acceptedPromotion } from "../../lifecycle/evidence/accepted-promotion.ts";
import { readResults } from "../../lifecycle/evidence/recorded-results.ts";
import { type PastRun, type RunFigures, readPastRuns } from "../../lifecycle/evidence/run-history.ts";
import { originOf } from "../../lifecycle/plans/version-origin.ts";
import { readAudit } from "../../lifecycle/records/read-audit.ts";
import { scorersDigest } from "../../prompts/digests.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import type { Metadata } from "../../prompts/metadata.ts";
import type { Json } from "../../prompts/reading/json.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { TaskEntry } from "../../prompts/repository-index.ts";
import { readTask } from "../../prompts/task-files.ts";
import { type ReplayedRun, renderReplay } from "../../reporting/terminal/replay-table.ts";
import { scorerDigests } from "../evaluation/ready-task.ts";
import { namedTask } from "../evaluation/select-tasks.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { usage } from "../frame/parse-flags.ts";
import { openWorkspace, type Workspace } from "../frame/workspace.ts";

const COMMAND = { name: "gate-replay" };

/** What the flags put in place of a task's own rules; absent ones stay what they were. */
interface OtherRules {
  readonly threshold?: number;
  readonly maxRegression?: number;
  readonly alpha?: number;
}

/** Decides recorded runs anew under other rules. Throws `Failure` for wrong flags; nothing is asked or written. */
export async function replayGate(context: CommandContext): Promise<CommandResult> {
  const { flags } = context;
  const since = sinceOf(flags.text("since"));
  const rules = rulesOf(context);
  const workspace = openWorkspace(context);
  const task = flags.text("task");
  const entries =
    task === undefined ? workspace.repository.index.tasks : [namedTask(workspace.repository, task)];
  const runs = entries.flatMap((entry) => replayTask(workspace, entry, rules, since));
  const counts = {
    runs: runs.length,
    changed: runs.filter(({ changes }) => changes).length,
    from_answers: runs.filter(({ basis }) => basis === "answers").length,
    from_figures: runs.filter(({ basis }) => basis === "figures").length,
    not_replayed: runs.filter(({ basis }) => basis === "none").length,
  };
  const policy = {
    threshold: rules.threshold ?? null,
    max_regression: rules.maxRegression ?? null,
    alpha: rules.alpha ?? null,
  };
  return {
    exit: EXIT.done,
    json: { since: since ?? null, policy, runs, counts } as unknown as Json,
    text: renderReplay(runs, context.terminal.outPalette),
  };
}

function sinceOf(text: string | undefined): string | undefined {
  if (text === undefined || /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(text)) return text;
  throw usage(COMMAND, `--since got "${text}"`, "Give a date, for example 2026-01-31.");
}

function rulesOf({ flags }: CommandContext): OtherRules {
  const [threshold, maxRegression, alpha] = [
    flags.number("threshold"),
    flags.number("max-regression"),
    flags.number("alpha"),
  ];
  return {
    ...(threshold === undefined ? {} : { threshold }),
    ...(maxRegression === undefined ? {} : { maxRegression }),
    ...(alpha === undefined ? {} : { alpha }),
  };
}

function replayTask(
  { repository }: Workspace,
  entry: TaskEntry,
  rules: OtherRules,
  since: string | undefined,
): readonly ReplayedRun[] {
  const runs = readPastRuns(repository.files, entry.address);
  const metadata = readTask(repository.files, entry, { examples: false }).metadata?.value;
  const scorers =
    metadata === undefined
      ? undefined
      : scorersDigest(metadata.evaluation.scorers, scorerDigests(repository, metadata));
  const history: TaskHistory = { entry, runs, metadata, scorers, audit: readAudit(repository.files) };
  return runs
    .filter(({ figures }) => since === undefined || figures.at >= since)
    .map((run) => replayRun({ repository }, history, run, rules));
}

interface TaskHistory {
  readonly entry: TaskEntry;
  readonly runs: readonly PastRun[];
  readonly metadata: Metadata | undefined;
  /** Digest of today's scorers. */
  readonly scorers: string | undefined;
  readonly audit: readonly AuditEntry[];
}

function replayRun(
  workspace: Pick<Workspace, "repository">,
  history: TaskHistory,
  { figures, isWhole }: PastRun,
  rules: OtherRules,
): ReplayedRun {
  const policy = policyOf(workspace, history, figures, rules);
  const { run, missing } = recordedRun(workspace, history, figures, isWhole);
  const { verdict, basis, reasons } = replay(run, policy);
  return {
    task: figures.task,
    run_id: figures.run_id,
    at: figures.at,
    stage: figures.stage,
    version: figures.version,
    score: figures.score,
    threshold: { recorded: figures.threshold, replayed: policy.threshold },
    verdict: { recorded: figures.verdict, replayed: verdict },
    changes: verdict !== figures.verdict,
    basis,
    reasons,
    note: basis === "figures" ? `${missing}: score, interval and comparison are taken as recorded` : null,
  };
}

/** Today's rules, with the run's own threshold where no other one is asked about. */
function policyOf(
  { repository }: Pick<Workspace, "repository">,
  { metadata }: TaskHistory,
  { threshold, metric }: RunFigures,
  rules: OtherRules,
): GatePolicy {
  const evaluation = metadata?.evaluation ?? { scorers: [], metric, threshold };
  return { ...gatePolicy(evaluation, repository.config.gate), threshold, ...rules };
}

interface Recorded {
  readonly run: RecordedRunOfTask;
  /** Why the whole gate cannot be replayed, should it turn out that it cannot. */
  readonly missing: string;
}

function recordedRun(
  { repository: { files } }: Pick<Workspace, "repository">,
  { entry, runs, metadata, scorers, audit }: TaskHistory,
  figures: RunFigures,
  isWhole: boolean,
): Recorded {
  const version = figures.baseline?.version;
  const origin = version === undefined ? undefined : originOf(audit, figures.task, version)?.run_id;
  const citedScore = runs.find(({ figures: { run_id } }) => run_id === origin)?.figures.score ?? undefined;
  const accepted = wordFor(audit, figures);
  const run = {
    figures,
    ...(citedScore === undefined ? {} : { citedScore }),
    ...(accepted === undefined ? {} : { accepted }),
  };
  if (!isWhole) return { run, missing: "only the history line is left" };
  if (metadata === undefined || scorers !== figures.digests.scorers)
    return { run, missing: "the scorers have changed since" };
  const candidate = readResults(files, entry.address, figures.run_id);
  const other = runs.find((each) => each.isWhole && isAnswersOf(each.figures, version, figures));
  const baseline = other === undefined ? [] : readResults(files, entry.address, other.figures.run_id);
  const answers = {
    scorers: metadata.evaluation.scorers,
    metric: figures.metric,
    examples: figures.counts.examples,
    counting: recordedCounting(figures, metadata.evaluation.repeats ?? 1),
    candidate,
    ...(baseline.length === 0 || version === undefined ? {} : { baseline }),
  };
  const missing =
    figures.baseline !== null && baseline.length === 0
      ? "the baseline's answers are not on record"
      : "the answers on record are not all that was decided on";
  return candidate.length === 0 ? { run, missing } : { run: { ...run, answers }, missing };
}

/** An owner's word lets a live run pass; one by hand knows of none and stays inconclusive. */
function wordFor(
  audit: readonly AuditEntry[],
  { task, stage, verdict, digests }: RunFigures,
): AcceptedDrop | undefined {
  if (verdict !== "pass") return undefined;
  return acceptedPromotion(audit, { task, version: stage, evaluationDigest: digests.evaluation });
}

/** Whether a run holds a version's answers to the same questions. */
function isAnswersOf(other: RunFigures, version: string | undefined, figures: RunFigures): boolean {
  const { dataset, scorers } = figures.digests;
  return (
    other.version === version &&
    other.run_id !== figures.run_id &&
    other.digests.dataset === dataset &&
    other.digests.scorers === scorers
  );
}
