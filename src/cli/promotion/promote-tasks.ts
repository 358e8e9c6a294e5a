import type { PromotionCandidate } from "../../lifecycle/candidate.ts";
import type { Acceptance } from "../../lifecycle/evidence/acceptance.ts";
import { fittingRun, isAccepted } from "../../lifecycle/evidence/select-evidence.ts";
import { RemoteRefused } from "../../lifecycle/git.ts";
import { type PromotionPlan, planPromotions } from "../../lifecycle/promote.ts";
import { keptOutRule } from "../../lifecycle/records/kept-out.ts";
import type { Acting } from "../../lifecycle/records/state-changes.ts";
import type { Refusal } from "../../lifecycle/refusal.ts";
import { treeText } from "../../lifecycle/tree-text.ts";
import { EXIT, type ExitCode, worstExit } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { renderProblem } from "../../prompts/problem.ts";
import type { Json } from "../../prompts/reading/json.ts";
import type { Repository } from "../../prompts/repository.ts";
import type { TaskEntry } from "../../prompts/repository-index.ts";
import { launchedFixes } from "../../reporting/launched.ts";
import type { Palette } from "../../reporting/terminal/palette.ts";
import { interruptDeployments } from "../deployment/holding/interrupt-deployments.ts";
import { promotionCandidate, type ReadyTask, readReadyTasks } from "../evaluation/ready-task.ts";
import { namedTasks, readyTasks, type SelectedTask } from "../evaluation/select-tasks.ts";
import { citedScoreOf } from "../evaluation/versions.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { gitWishes, requireAllPushed, requireCleanGit } from "../frame/git-wishes.ts";
import { usage } from "../frame/parse-flags.ts";
import { scriptsHere } from "../frame/scripts-here.ts";
import { openWorkspace, reopen, type Workspace, withWriting } from "../frame/workspace.ts";
import { readAccepted } from "../on-github/accepted-file.ts";
import { applyAndKeep } from "./apply-and-keep.ts";
import { checkAnswers } from "./check-answers.ts";
import { closeBreakGlass } from "./close-break-glass.ts";
import { downgrade } from "./downgrade.ts";
import { gateChangesOf } from "./gate-changes-of.ts";
import { tagMerged } from "./tag-merged.ts";

/** Puts candidates into production, or goes back to a version, as the flags say. Throws `Failure`. */
export async function promoteTasks(context: CommandContext): Promise<CommandResult> {
  checkFlags(context);
  return withWriting(context, openWorkspace(context), async (workspace) => {
    await requireCleanGit(context, workspace);
    requireAllPushed(context, workspace);
    if (context.flags.isOn("close-break-glass")) return closeBreakGlass(context, workspace);
    if (context.flags.text("to") !== undefined) return downgrade(context, workspace);
    return promote(context, workspace);
  });
}

/** The next job of a workflow releases what went to production. */
async function tellWorkflow({ environment }: CommandContext, { promotions }: PromotionPlan): Promise<void> {
  const { writeStepResult } = await import("../adapters/step-result.ts");
  await writeStepResult(environment, { outputs: { promoted: promotions.map(({ task }) => task).join(",") } });
}

function checkFlags({ flags }: CommandContext): void {
  const reason = flags.text("reason")?.trim();
  const isUnproven = flags.isOn("override") || flags.text("to") !== undefined;
  const isClosing = flags.isOn("close-break-glass");
  if (flags.isOn("break-glass") && !isUnproven)
    throw usage({ name: "promote" }, "--break-glass without --override or --to", "It goes with one of them.");
  if (isClosing && (isUnproven || flags.isOn("break-glass")))
    throw usage({ name: "promote" }, "--close-break-glass with a promotion", "Close first, then promote.");
  if ((isUnproven || isClosing) && !reason)
    throw usage(
      { name: "promote" },
      "--override, --to and --close-break-glass need --reason",
      "Say why in a sentence; it is recorded for good.",
    );
  if (flags.many("task").length === 0 && !flags.isOn("all-ready")) {
    throw usage({ name: "promote" }, "no task is named", "Give --task TASK or --all-ready.");
  }
  if (flags.isOn("override") && flags.isOn("all-ready")) {
    throw usage({ name: "promote" }, "--override with --all-ready", "Override one named task at a time.");
  }
}

async function promote(context: CommandContext, workspace: Workspace): Promise<CommandResult> {
  const acting = await workspace.acting();
  if (context.isDryRun) return resultOf(context, await planOf(context, workspace, acting), undefined);
  const planned = (): Promise<PromotionPlan> => planOf(context, reopen(workspace), acting);
  const done = await applyAndKeep(context, workspace, planned).catch((error: unknown) => {
    if (!(error instanceof RemoteRefused) || !context.flags.isOn("override")) throw error;
    return error;
  });
  if (done instanceof RemoteRefused) return offer(context, workspace, await planned(), done);
  const { plan, applied } = done;
  if (plan.write !== undefined) await tellWorkflow(context, plan);
  for (const name of await tagMerged(context, workspace)) context.terminal.say(`tagged ${name}`);
  const result = resultOf(context, plan, applied.commit);
  if (context.flags.isOn("override"))
    await interruptDeployments(context, workspace, context.flags.many("task"));
  return result;
}

/** A person's decision goes on as a pull request where main is protected; the bot's way in is its own. */
async function offer(
  context: CommandContext,
  workspace: Workspace,
  { promotions: [promotion, ...others], write }: PromotionPlan,
  refused: RemoteRefused,
): Promise<CommandResult> {
  if (promotion === undefined || write === undefined || others.length > 0) throw refused;
  const { offerPromotion } = await import("./offer-promotion.ts");
  const reason = context.flags.text("reason") ?? "";
  return offerPromotion(context, workspace, { promotion, write, reason }, refused);
}

async function planOf(context: CommandContext, workspace: Workspace, acting: Acting): Promise<PromotionPlan> {
  const { flags } = context;
  const { repository } = workspace;
  const entries = selected(context, workspace).map(({ entry }) => entry);
  const { ready, broken } = flags.isOn("all-ready")
    ? readUsableTasks(repository, entries)
    : { ready: readReadyTasks(repository, entries), broken: [] };
  const reason = flags.text("reason")?.trim();
  const file = flags.text("accepted");
  const accepted = file === undefined ? [] : readAccepted(file);
  const candidates: PromotionCandidate[] = [];
  for (const task of ready) candidates.push(await checkedCandidate(repository, task, accepted));
  const plan = planPromotions(candidates, treeText(repository.files), {
    acting,
    date: acting.at.slice(0, 10),
    onlyReady: flags.isOn("all-ready"),
    keptOut: keptOutRule(repository.files),
    ...(reason ? { reason } : {}),
    ...(flags.isOn("override") && reason !== undefined
      ? { override: { reason, isAlone: flags.isOn("break-glass") } }
      : {}),
    ...gitWishes(context, workspace),
  });
  const refusals = launchedFixes([...broken, ...plan.refusals], scriptsHere(context.root));
  return { ...plan, refusals };
}

/** A candidate with all that its decision looks at; answers are read and scored where a promotion would cite them. */
async function checkedCandidate(
  repository: Repository,
  ready: ReadyTask,
  acceptances: readonly Acceptance[],
): Promise<PromotionCandidate> {
  const found = promotionCandidate(repository, ready);
  const { registered, digests } = found;
  const { task } = ready.metadata;
  const accepted = acceptances.find(
    (one) => one.task === task && one.evaluation_digest === digests.evaluation,
  );
  const candidate = accepted === undefined ? found : { ...found, accepted };
  if (registered?.production?.prompt_digest === digests.prompt) return candidate;
  const run = fittingRun(candidate);
  const version = registered?.production?.version;
  const citedScore = version === undefined ? undefined : citedScoreOf(repository, ready, version);
  return {
    ...candidate,
    gateChanges: gateChangesOf(repository, ready),
    ...(citedScore === undefined ? {} : { citedScore }),
    ...(run !== undefined && (run.report.verdict === "pass" || isAccepted(candidate, run))
      ? { answers: await checkAnswers(repository, ready, run) }
      : {}),
  };
}

/** One author's mistake keeps nobody else's task back. Throws `Failure` where no task can be used. */
function readUsableTasks(
  repository: Repository,
  entries: readonly TaskEntry[],
): { readonly ready: readonly ReadyTask[]; readonly broken: readonly Refusal[] } {
  const ready: ReadyTask[] = [];
  const failures: { readonly failure: Failure; readonly task: string }[] = [];
  for (const entry of entries) {
    try {
      ready.push(...readReadyTasks(repository, [entry]));
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      failures.push({ failure, task: entry.address.id });
    }
  }
  const [first] = failures;
  if (ready.length === 0 && first !== undefined) throw first.failure;
  const broken = failures.map(({ failure, task }): Refusal => {
    const [problem] = failure.problems;
    const found = problem === undefined ? failure.message : renderProblem(problem);
    return { task, exit: EXIT.invalidContent, found, fix: "`npm run validate` lists every problem." };
  });
  return { ready, broken };
}

function selected({ flags }: CommandContext, { repository }: Workspace): readonly SelectedTask[] {
  return flags.isOn("all-ready") ? readyTasks(repository) : namedTasks(repository, flags.many("task"));
}

function resultOf(context: CommandContext, plan: PromotionPlan, commit: string | undefined): CommandResult {
  const isPartial = context.flags.isOn("all-ready");
  const blocked = isPartial ? [] : plan.refusals;
  const exit: ExitCode = blocked.length === 0 ? EXIT.done : worstExit(blocked.map((refusal) => refusal.exit));
  if (exit !== EXIT.done) throw refusalFailure(plan, exit);
  const promoted = plan.promotions.map((one) => ({
    task: one.task,
    from: one.from ?? null,
    version: one.version,
    bump: one.bump,
    change: one.change,
    evidence: one.evidence,
    gate_changed: one.gateChanged,
    notes: one.notes,
  }));
  const json = {
    dry_run: context.isDryRun,
    operation: plan.write?.operation ?? null,
    commit: commit ?? null,
    promoted,
    unchanged: plan.unchanged,
    refused: plan.refusals,
    files: plan.write?.changes.map(({ path }) => path) ?? [],
  };
  return { exit, json: json as unknown as Json, text: textOf(context, plan, commit) };
}

function refusalFailure(plan: PromotionPlan, exit: ExitCode): Failure {
  const lines = plan.refusals.map(({ task, found }) => `${task}: ${found}`);
  const fixes = [...new Set(plan.refusals.map(({ fix }) => fix))];
  return new Failure(`${lines.join("; ")}; nothing was promoted`, { exit, fix: fixes.join(" ") });
}

function textOf(context: CommandContext, plan: PromotionPlan, commit: string | undefined): string {
  const palette: Palette = context.terminal.outPalette;
  const verb = context.isDryRun ? "would promote" : "promoted";
  const lines = plan.promotions.flatMap(({ task, from, version, change, gateChanged, notes }) => [
    `${palette.good(verb)} ${palette.strong(task)} ${from ?? "(new)"} -> ${version}: ${change}`,
    ...gateChanged.map((found) => `  ${palette.warn("gate changed")}: ${found}`),
    ...notes.map((note) => `  ${note}`),
  ]);
  const unchanged = plan.unchanged.map(({ task, version }) => `${task} ${version} is in production already`);
  const refused = plan.refusals.map(
    ({ task, found, fix }) => `${palette.warn("left out")} ${task}: ${found}. ${fix}`,
  );
  const files = context.isDryRun
    ? (plan.write?.changes.map(({ path, after }) => `  ${after === null ? "remove" : "write"} ${path}`) ?? [])
    : [];
  const all = [
    ...lines,
    ...unchanged,
    ...refused,
    ...files,
    ...(commit === undefined ? [] : [`commit ${commit.slice(0, 12)}`]),
  ];
  return all.length === 0 ? "nothing to promote: no task is ready" : all.join("\n");
}
