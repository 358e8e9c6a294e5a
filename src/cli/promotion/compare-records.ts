import { createGitHistory } from "../../lifecycle/adapters/git/git-history.ts";
import { textsBeforeLosses } from "../../lifecycle/adapters/git/git-losses.ts";
import type { Difference } from "../../lifecycle/reconciling/difference.ts";
import {
  pathsToLookUp,
  planReconcile,
  type Reconciliation,
  type RepositoryRecords,
} from "../../lifecycle/reconciling/plan-reconcile.ts";
import { readLockedTasks } from "../../lifecycle/records/locked-records.ts";
import { type CompletedLog, withLostLines } from "../../lifecycle/records/lost-lines.ts";
import { auditEntries, readAudit } from "../../lifecycle/records/read-audit.ts";
import { treeText } from "../../lifecycle/tree-text.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { AUDIT_FILE } from "../../prompts/layout.ts";
import type { CommandContext } from "../frame/command.ts";
import type { Workspace } from "../frame/workspace.ts";

export interface ComparedRecords {
  readonly records: RepositoryRecords;
  readonly plan: Reconciliation;
}

/**
 * Audit record, registry, locked files and cited runs against each other. The audit record counts with every line that git knows of
 * it, since each record is derived from it; of other files git's history is asked only where something differs.
 */
export async function compareRecords(
  context: CommandContext,
  workspace: Workspace,
): Promise<ComparedRecords> {
  const { root, repository } = workspace;
  const text = treeText(repository.files).read(AUDIT_FILE);
  const isAnew = text === undefined && readLockedTasks(repository.files).size === 0;
  const earlier = isAnew ? [] : await textsBeforeLosses(root, context.environment, AUDIT_FILE, text ?? "");
  const log = withLostLines(text ?? "", earlier);
  const bare = recordsOf(workspace, log, new Map());
  const plan = planReconcile(bare);
  if (plan.differences.length === 0) return { records: bare, plan };
  const git = createGitHistory(root, context.environment);
  const history = new Map<string, readonly string[]>();
  for (const path of pathsToLookUp(bare)) history.set(path, await git.textsOf(path));
  const records = recordsOf(workspace, log, history);
  return { records, plan: planReconcile(records) };
}

function recordsOf(
  { repository }: Workspace,
  log: CompletedLog,
  history: ReadonlyMap<string, readonly string[]>,
): RepositoryRecords {
  const { files, index, registryFile } = repository;
  const registry = registryFile?.value;
  const tree = treeText(files);
  const isWhole = log.restored.length === 0;
  return {
    audit: isWhole ? readAudit(files) : auditEntries(new TextEncoder().encode(log.text)),
    lostEntries: log.restored,
    ...(registry === undefined ? {} : { registry }),
    locked: readLockedTasks(files),
    addresses: new Map(index.tasks.map(({ address }) => [address.id, address])),
    tree: isWhole ? tree : { ...tree, read: (path) => (path === AUDIT_FILE ? log.text : tree.read(path)) },
    history: (path) => history.get(path) ?? [],
  };
}

/** What decides which prompts go out; cited runs, older versions and templates do not. */
const DECIDING: readonly Difference["kind"][] = ["registry", "audit", "production"];

/**
 * Before a deployment: what is in production stands in every record alike, so that nothing goes out that nobody promoted. Throws
 * `Failure` with exit 7. Rollbacks do not ask.
 */
export async function requireAgreement(context: CommandContext, workspace: Workspace): Promise<void> {
  const { plan } = await compareRecords(context, workspace);
  const found = plan.differences.filter(({ kind }) => DECIDING.includes(kind));
  const [first] = found;
  if (first === undefined) return;
  const more = found.length === 1 ? "" : `, and ${found.length - 1} more`;
  throw new Failure(
    `the records of production disagree; nothing was deployed. ${first.where}: ${first.found}${more}`,
    {
      exit: EXIT.conflict,
      fix: "`npm run reconcile` shows all of it; with --fix it mends what git can mend.",
    },
  );
}
