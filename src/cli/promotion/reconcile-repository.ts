import { createGitHistory } from "../../lifecycle/adapters/git/git-history.ts";
import { applyPlan } from "../../lifecycle/plans/apply-plan.ts";
import { type Difference, mendable } from "../../lifecycle/reconciling/difference.ts";
import { reconcileTags, TAG_PREFIX } from "../../lifecycle/reconciling/reconcile-tags.ts";
import { writeReconciliation } from "../../lifecycle/reconciling/write-reconciliation.ts";
import { EXIT, type ExitCode, worstExit } from "../../prompts/exit-code.ts";
import type { WritePlan } from "../../prompts/file-change.ts";
import { SCRATCH_FOLDER } from "../../prompts/layout.ts";
import type { Json } from "../../prompts/reading/json.ts";
import { launchedFixes } from "../../reporting/launched.ts";
import { renderDifferences } from "../../reporting/terminal/difference-list.ts";
import { placeName } from "../deployment/deployment-place.ts";
import { finishable, finishServices } from "../deployment/finish-services.ts";
import {
  type NotLookedAt,
  type ReconciledPlace,
  reconcileServices,
} from "../deployment/reconcile-services.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { gitWishes, isStateFile, requireCleanGit } from "../frame/git-wishes.ts";
import { scriptsHere } from "../frame/scripts-here.ts";
import { openWorkspace, reopen, type Workspace, withWriting } from "../frame/workspace.ts";
import { tellKept, thenTell } from "../notice/tell-people.ts";
import { untoldNotices } from "../notice/untold-notices.ts";
import { type ComparedRecords, compareRecords } from "./compare-records.ts";

interface Found extends ComparedRecords {
  /** Of files, git and runs. */
  readonly recorded: readonly Difference[];
  readonly places: readonly ReconciledPlace[];
}

/** What was written, or would be. */
interface Mended {
  readonly found: Found;
  readonly write: WritePlan | undefined;
  readonly commit?: string;
}

/** Shows what differs between git, registry, images and services, and finishes what it is asked to. Throws `Failure`. */
export async function reconcileRepository(context: CommandContext): Promise<CommandResult> {
  const workspace = openWorkspace(context);
  if (!context.flags.isOn("fix")) return shown(context, await compare(context, workspace));
  return thenTell(context, () => finish(context, workspace));
}

async function finish(context: CommandContext, workspace: Workspace): Promise<CommandResult> {
  const mended = await withWriting(context, workspace, (opened) => mend(context, opened));
  if (context.isDryRun) return shown(context, mended.found, { ...mended, isDone: false });
  const exit = await finishServices(context, mended.found.places);
  await tellKept(context, context.root);
  const left = await compare(context, reopen(workspace));
  return shown(context, left, { ...mended, isDone: true, exit });
}

async function compare(context: CommandContext, workspace: Workspace): Promise<Found> {
  const git = createGitHistory(workspace.root, context.environment);
  const { records, plan } = await compareRecords(context, workspace);
  const tags = reconcileTags(records.audit, await git.operations(), await git.tags(TAG_PREFIX));
  const places = await reconcileServices(context, workspace, records.audit);
  return {
    records,
    plan,
    recorded: [
      ...plan.differences,
      ...tags,
      ...unfinishedWrites(workspace),
      ...(await untoldNotices(context, workspace)),
    ],
    places,
  };
}

const allOf = ({ recorded, places }: Found): readonly Difference[] => [
  ...recorded,
  ...places.flatMap(({ differences }) => differences),
];

const notLookedAt = ({ places }: Found): readonly (NotLookedAt & { readonly where: string })[] =>
  places.flatMap(({ place, notLookedAt: unseen }) =>
    unseen === undefined ? [] : [{ where: placeName(place), ...unseen }],
  );

function unfinishedWrites({ store }: Workspace): readonly Difference[] {
  return store.unfinished().map(({ operation, summary }) =>
    mendable({
      kind: "unfinished",
      where: `${SCRATCH_FOLDER}/journal/${operation}.json`,
      found: `a command was stopped while ${summary}`,
    }),
  );
}

async function mend(context: CommandContext, workspace: Workspace): Promise<Mended> {
  const found = await compare(context, workspace);
  const write = await writePlan(context, workspace, found);
  if (write === undefined || context.isDryRun) return { found, write };
  const written = write.changes.map(({ path }) => path);
  await requireCleanGit(context, workspace, (path) => isStateFile(path) || written.includes(path));
  const { commit } = await applyPlan(write, workspace.store, workspace.git);
  return { found, write, ...(commit === undefined ? {} : { commit }) };
}

async function writePlan(
  context: CommandContext,
  workspace: Workspace,
  { records, plan, recorded }: Found,
): Promise<WritePlan | undefined> {
  const wishes = gitWishes(context, workspace);
  return writeReconciliation(records, plan, {
    acting: await workspace.acting(),
    differences: recorded.filter((each) => each.mendable),
    commit: wishes.commit,
    ...(wishes.pushTo === undefined ? {} : { pushTo: wishes.pushTo }),
  });
}

function shown(
  context: CommandContext,
  found: Found,
  mending?: Mended & { readonly isDone: boolean; readonly exit?: ExitCode },
): CommandResult {
  const scripts = scriptsHere(context.root);
  const differences = launchedFixes(allOf(found), scripts);
  const isLeft = ({ kind, where, found: what }: Difference): boolean =>
    differences.some((each) => each.kind === kind && each.where === where && each.found === what);
  const before = mending?.isDone === true ? allOf(mending.found) : [];
  const fixed = before.filter((each) => !isLeft(each));
  const files = mending?.write?.changes.map(({ path }) => path) ?? [];
  const deployments = finishable(mending?.found.places ?? []).map(({ place }) => placeName(place));
  const unseen = launchedFixes(notLookedAt(found), scripts);
  const json = {
    ok: differences.length === 0 && unseen.every(({ exit }) => exit === EXIT.done),
    dry_run: context.isDryRun,
    differences,
    not_looked_at: unseen,
    fixed,
    files,
    deployments,
    commit: mending?.commit ?? null,
  };
  const agrees = differences.length === 0 ? worstExit(unseen.map(({ exit }) => exit)) : EXIT.conflict;
  const isPlan = mending?.isDone === false;
  return {
    exit: mending?.exit === undefined || mending.exit === EXIT.done ? agrees : mending.exit,
    json: json as unknown as Json,
    text: renderDifferences(
      {
        differences,
        notLookedAt: unseen,
        fixed,
        planned: isPlan
          ? [...files.map((path) => `write ${path}`), ...deployments.map((at) => `deploy to ${at}`)]
          : [],
      },
      context.terminal.outPalette,
    ),
  };
}
