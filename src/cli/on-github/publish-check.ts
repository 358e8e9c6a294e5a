import { resolve } from "node:path";
import { type CodeHost, type HostAnnotation, HostRefused } from "../../lifecycle/code-host.ts";
import type { Acceptance } from "../../lifecycle/evidence/acceptance.ts";
import type { Json } from "../../prompts/reading/json.ts";
import {
  type AnnotatedPlaces,
  problemAnnotations,
  runAnnotations,
} from "../../reporting/on-github/check-annotations.ts";
import { renderCheckComment } from "../../reporting/on-github/check-comment.ts";
import {
  type CheckOutcome,
  type CheckSituation,
  checkOutcome,
} from "../../reporting/on-github/check-outcome.ts";
import { renderAnnotations } from "../../reporting/on-github/problem-annotations.ts";
import { planComment, stampedComment } from "../../reporting/on-github/sticky-comment.ts";
import type { ReportedRun } from "../../reporting/reported-run.ts";
import { digestsOf, type ReadyTask } from "../evaluation/ready-task.ts";
import { deliveredRun } from "../evaluation/run-reports.ts";
import { readEvidence } from "../evidence/evidence-folder.ts";
import { evidenceName } from "../evidence/evidence-name.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { usage } from "../frame/parse-flags.ts";
import { scriptsHere } from "../frame/scripts-here.ts";
import { openWorkspace, type Workspace } from "../frame/workspace.ts";
import type { AcceptedDrops } from "./accepted-drops.ts";
import { type CheckPlan, type PlannedTask, planCheck } from "./check-plan.ts";
import { checkWish } from "./check-wish.ts";
import { openCodeHost } from "./open-code-host.ts";
import { readWorkflowEvent, type WorkflowEvent } from "./workflow-event.ts";

const CHECK_NAME = "prompts";
const CHECK_RUN = "the check run";
/** A comment holds 65,536 characters; the rest is for its stamp. */
const COMMENT_BYTES = 65_000;
/** A summary of a step holds 1 MiB. */
const SUMMARY_BYTES = 900_000;

/** What every reader of one check is told. */
interface Finding {
  readonly situation: CheckSituation;
  readonly outcome: CheckOutcome;
  readonly annotations: readonly HostAnnotation[];
  readonly digests: readonly string[];
}

/** Says in one comment, one check run, annotations and the step's summary what came out; its exit code is the check's. Throws `Failure`. */
export async function publishCheck(context: CommandContext): Promise<CommandResult> {
  const { flags, environment, isDryRun, terminal } = context;
  const folders = flags.many("evidence");
  if (folders.length === 0) throw usage({ name: "publish-check" }, "--evidence is missing", "Give a folder.");
  const workspace = openWorkspace(context);
  const plan = await planCheck(workspace, checkWish(context, "publish-check"));
  const event = eventFor(readWorkflowEvent(environment), flags.text("for-commit"));
  const drops = await dropsOf(context, event, plan);
  for (const line of drops.ignored) terminal.say(line);
  const found = findingOf(workspace, plan, folders, drops.accepted);
  const finding = flags.text("for-commit") === undefined ? found : onlyAdvice(found);
  const commit = event?.commit ?? (await workspace.git.head()) ?? "";
  const scripts = scriptsHere(context.root);
  const told = (bytes: number): string => commentOf(finding, { event, commit, scripts }, bytes);
  const comment = told(COMMENT_BYTES);
  const evidence = evidenceName(finding.digests);
  const published: string[] = [];
  if (!isDryRun) {
    const { writeStepResult } = await import("../adapters/step-result.ts");
    const outputs = { evidence, conclusion: finding.outcome.conclusion, title: finding.outcome.title };
    await writeStepResult(environment, {
      outputs,
      summary: told(SUMMARY_BYTES),
    });
    if (event !== undefined) published.push(...(await tellHost(context, event, finding, comment)));
  }
  for (const line of published) terminal.say(line);
  const { situation, outcome } = finding;
  return {
    exit: outcome.exit,
    json: { ...outcome, ...jsonOf(situation), evidence, published, dry_run: isDryRun } as unknown as Json,
    text: isDryRun ? comment : `${annotatedHere(context, finding, published)}${outcome.title}`,
  };
}

/** A maintainer's evaluation of somebody else's commit is a run for that commit, and for no pull request of ours. */
function eventFor(event: WorkflowEvent | undefined, commit: string | undefined): WorkflowEvent | undefined {
  if (event === undefined || commit === undefined) return event;
  const { pull: _, ...rest } = event;
  return { ...rest, commit };
}

/** Never green there: the required check is the one of a branch of this repository. */
function onlyAdvice(finding: Finding): Finding {
  const { outcome } = finding;
  if (outcome.conclusion !== "success") return finding;
  return { ...finding, outcome: { ...outcome, conclusion: "neutral", title: `Evaluated: ${outcome.title}` } };
}

/** Without a token nobody has accepted anything. */
async function dropsOf(
  context: CommandContext,
  event: WorkflowEvent | undefined,
  { sharded, whole }: CheckPlan,
): Promise<AcceptedDrops> {
  const tasks = [...sharded, ...whole].map(({ ready }) => ready);
  const hasToken = (context.environment["GITHUB_TOKEN"] ?? "") !== "";
  if (!hasToken || tasks.length === 0) return NOBODY;
  const { eventDrops } = await import("./event-drops.ts");
  return eventDrops(context, event, tasks);
}

const NOBODY: AcceptedDrops = { accepted: [], ignored: [] };

/** Where no check run could be written, as for a fork, the log is what shows problems beside their lines. */
function annotatedHere(
  { environment }: CommandContext,
  { situation }: Finding,
  published: readonly string[],
): string {
  const isWritten = published.some((line) => line.startsWith(`${CHECK_RUN}: `));
  if (isWritten || environment["GITHUB_ACTIONS"] !== "true") return "";
  return renderAnnotations(situation.problems);
}

const jsonOf = ({ runs, missing, waiting, problems }: CheckSituation) => ({
  runs: runs.map(({ report }) => ({ task: report.task, verdict: report.verdict, run_id: report.run_id })),
  missing,
  waiting,
  problems: problems.length,
});

/** Only results of exactly the files that are here count: what a stopped attempt or another commit left behind does not. */
function findingOf(
  workspace: Workspace,
  plan: CheckPlan,
  folders: readonly string[],
  accepted: readonly Acceptance[],
): Finding {
  const delivered = folders.flatMap((folder) => readEvidence(resolve(folder)));
  const planned = [...plan.sharded, ...plan.whole];
  const found = planned.flatMap(({ ready }) => {
    const { evaluation } = digestsOf(ready, ready.candidate);
    const run = delivered.findLast(
      ({ report }) =>
        report.stage === "candidate" &&
        report.task === ready.metadata.task &&
        report.digests.evaluation === evaluation,
    );
    if (run === undefined) return [];
    const { task } = ready.metadata;
    const word = accepted.find((one) => one.task === task && one.evaluation_digest === evaluation);
    const shown = deliveredRun(workspace, ready, run);
    return [{ ready, run: word === undefined ? shown : { ...shown, accepted: word } }];
  });
  const situation: CheckSituation = {
    problems: plan.problems,
    runs: found.map(({ run }) => run),
    missing: missingTasks(planned, situationRuns(found)),
    waiting: plan.waiting,
  };
  return {
    situation,
    outcome: checkOutcome(situation),
    annotations: [
      ...problemAnnotations(plan.problems),
      ...found.flatMap(({ ready, run }) => runAnnotations(run, placesOf(ready))),
    ],
    digests: found.map(({ run }) => run.report.digests.evaluation),
  };
}

const situationRuns = (found: readonly { readonly run: ReportedRun }[]): ReadonlySet<string> =>
  new Set(found.map(({ run }) => run.report.task));

const missingTasks = (planned: readonly PlannedTask[], arrived: ReadonlySet<string>): readonly string[] =>
  planned.map(({ ready }) => ready.metadata.task).filter((task) => !arrived.has(task));

function placesOf({ task }: ReadyTask): AnnotatedPlaces {
  const places = task.examples.map(
    ({ example, file, line }) => [example.id, { path: file.path, line }] as const,
  );
  return { template: task.entry.template ?? task.entry.metadata ?? "", examples: new Map(places) };
}

function commentOf(
  { situation }: Finding,
  {
    event,
    commit,
    scripts,
  }: {
    readonly event: WorkflowEvent | undefined;
    readonly commit: string;
    readonly scripts: ReadonlySet<string>;
  },
  bytes: number,
): string {
  const circumstances = {
    ...{ commit, scripts },
    isDraft: event?.pull?.isDraft ?? false,
    attempt: event?.attempt ?? 1,
    ...(event?.url === undefined ? {} : { url: event.url }),
  };
  return renderCheckComment(situation, circumstances, bytes);
}

/** What could not be told is said, and changes no verdict: a run for a fork may only read. */
async function tellHost(
  { environment }: CommandContext,
  event: WorkflowEvent,
  finding: Finding,
  comment: string,
): Promise<readonly string[]> {
  const host = await openCodeHost(environment);
  const { conclusion, title } = finding.outcome;
  const check = {
    ...{ name: CHECK_NAME, commit: event.commit, conclusion, title },
    summary: comment,
    annotations: finding.annotations,
  };
  return [
    await attempted(CHECK_RUN, async () => {
      await host.addCheckRun(check);
      return `written for ${event.commit.slice(0, 12)}`;
    }),
    await attempted("the comment", () => tellPull(host, event, finding, comment)),
  ];
}

async function tellPull(
  host: CodeHost,
  { pull, commit, run, attempt }: WorkflowEvent,
  { situation }: Finding,
  comment: string,
): Promise<string> {
  if (pull === undefined) return "left out: this is no run of a pull request";
  const stamp = { head: commit, run, attempt };
  const existing = await host.comments(pull.number);
  const { headCommit } = await host.pull(pull.number);
  const plan = planComment(existing, stamp, headCommit);
  if (plan.kind === "leave") return `left as it is: ${plan.why}`;
  const text = stampedComment(comment, stamp);
  if (plan.kind === "edit") {
    await host.editComment(plan.id, text);
    return "edited";
  }
  if (hasNothingToSay(situation)) return "left out: no prompt changed";
  await host.addComment(pull.number, text);
  return "written";
}

const hasNothingToSay = ({ problems, runs, missing, waiting }: CheckSituation): boolean =>
  runs.length + missing.length + waiting.length === 0 &&
  problems.every(({ severity }) => severity !== "error");

async function attempted(what: string, work: () => Promise<string>): Promise<string> {
  try {
    return `${what}: ${await work()}`;
  } catch (error) {
    if (!(error instanceof HostRefused)) throw error;
    return `${what} could not be written: ${error.message}`;
  }
}
