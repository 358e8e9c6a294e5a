import { createGitHistory } from "../lifecycle/adapters/git-history.ts";
import { applyPlan } from "../lifecycle/apply-plan.ts";
import { type Difference, mendable } from "../lifecycle/difference.ts";
import { readLockedTasks } from "../lifecycle/locked-records.ts";
import {
  pathsToLookUp,
  planReconcile,
  type Reconciliation,
  type RepositoryRecords,
} from "../lifecycle/plan-reconcile.ts";
import { readAudit } from "../lifecycle/read-audit.ts";
import { reconcileTags, TAG_PREFIX } from "../lifecycle/reconcile-tags.ts";
import { treeText } from "../lifecycle/tree-text.ts";
import { writeReconciliation } from "../lifecycle/write-reconciliation.ts";
import { EXIT } from "../prompts/exit-code.ts";
import type { WritePlan } from "../prompts/file-change.ts";
import type { Json } from "../prompts/json.ts";
import { SCRATCH_FOLDER } from "../prompts/layout.ts";
import { renderDifferences } from "../reporting/difference-list.ts";
import type { CommandContext, CommandResult } from "./command.ts";
import { gitWishes, requireCleanGit, STATE_FILES } from "./git-wishes.ts";
import { reconcileServices } from "./reconcile-services.ts";
import { tellKept } from "./tell-people.ts";
import { untoldNotices } from "./untold-notices.ts";
import { openWorkspace, reopen, type Workspace, withWriting } from "./workspace.ts";

interface Found {
  readonly differences: readonly Difference[];
  readonly records: RepositoryRecords;
  readonly plan: Reconciliation;
}

/** Shows what differs between the records of production, and mends it where it is asked to. Throws `Failure`. */
export async function reconcileRepository(context: CommandContext): Promise<CommandResult> {
  const workspace = openWorkspace(context);
  if (!context.flags.isOn("fix")) return shown(context, await compare(context, workspace), undefined);
  if (!context.isDryRun) await tellKept(context, workspace.root);
  return withWriting(context, workspace, (opened) => mend(context, opened));
}

async function compare(context: CommandContext, workspace: Workspace): Promise<Found> {
  const git = createGitHistory(workspace.root, context.environment);
  const bare = recordsOf(workspace, new Map());
  const [operations, tags] = [await git.operations(), await git.tags(TAG_PREFIX)];
  const others = [
    ...reconcileTags(bare.audit, operations, tags),
    ...(await reconcileServices(context, workspace)),
    ...unfinishedWrites(workspace),
    ...untoldNotices(workspace),
  ];
  if (planReconcile(bare).differences.length === 0) {
    return { records: bare, plan: planReconcile(bare), differences: others };
  }
  const history = new Map<string, readonly string[]>();
  for (const path of pathsToLookUp(bare)) history.set(path, await git.textsOf(path));
  const records = recordsOf(workspace, history);
  const plan = planReconcile(records);
  return { records, plan, differences: [...plan.differences, ...others] };
}

function recordsOf(
  { repository }: Workspace,
  history: ReadonlyMap<string, readonly string[]>,
): RepositoryRecords {
  const { files, index, registryFile } = repository;
  const registry = registryFile?.value;
  return {
    audit: readAudit(files),
    ...(registry === undefined ? {} : { registry }),
    locked: readLockedTasks(files),
    addresses: new Map(index.tasks.map(({ address }) => [address.id, address])),
    tree: treeText(files),
    history: (path) => history.get(path) ?? [],
  };
}

function unfinishedWrites({ store }: Workspace): readonly Difference[] {
  return store.unfinished().map(({ operation, summary }) =>
    mendable({
      kind: "unfinished",
      where: `${SCRATCH_FOLDER}/journal/${operation}.json`,
      found: `a command was stopped while ${summary}`,
    }),
  );
}

async function mend(context: CommandContext, workspace: Workspace): Promise<CommandResult> {
  const found = await compare(context, workspace);
  const write = await writePlan(context, workspace, found);
  if (write === undefined || context.isDryRun) return shown(context, found, write);
  await requireCleanGit(context, workspace, [...STATE_FILES, ...write.changes.map(({ path }) => path)]);
  const { commit } = await applyPlan(write, workspace.store, workspace.git);
  const left = await compare(context, reopen(workspace));
  return shown(context, left, write, {
    fixed: found.differences,
    ...(commit === undefined ? {} : { commit }),
  });
}

async function writePlan(
  context: CommandContext,
  workspace: Workspace,
  { records, plan, differences }: Found,
): Promise<WritePlan | undefined> {
  const wishes = gitWishes(context, workspace);
  return writeReconciliation(records, plan, {
    acting: await workspace.acting(),
    differences: differences.filter((each) => each.mendable),
    commit: wishes.commit,
    ...(wishes.pushTo === undefined ? {} : { pushTo: wishes.pushTo }),
  });
}

function shown(
  context: CommandContext,
  { differences }: Found,
  write: WritePlan | undefined,
  done?: { readonly fixed: readonly Difference[]; readonly commit?: string },
): CommandResult {
  const isLeft = ({ kind, where, found }: Difference): boolean =>
    differences.some((each) => each.kind === kind && each.where === where && each.found === found);
  const fixed = (done?.fixed ?? []).filter((each) => !isLeft(each));
  const files = write?.changes.map(({ path }) => path) ?? [];
  const json = {
    ok: differences.length === 0,
    dry_run: context.isDryRun,
    differences,
    fixed,
    files,
    commit: done?.commit ?? null,
  };
  return {
    exit: differences.length === 0 ? EXIT.done : EXIT.conflict,
    json: json as unknown as Json,
    text: renderDifferences(
      { differences, fixed, planned: done === undefined ? files : [] },
      context.terminal.outPalette,
    ),
  };
}
