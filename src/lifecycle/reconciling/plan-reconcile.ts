import { canonicalJson } from "../../prompts/adapters/canonical-json.ts";
import type { FileChange } from "../../prompts/file-change.ts";
import {
  AUDIT_FILE,
  archivePath,
  productionPath,
  REGISTRY_FILE,
  reportPath,
  type TaskAddress,
} from "../../prompts/layout.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { Registry, RegistryEnvironment, RegistryTask } from "../../prompts/records/registry.ts";
import type { RegistryChange } from "../../prompts/records/registry-file.ts";
import type { LockedTask } from "../records/locked-records.ts";
import { conflictLine } from "../records/merged-log.ts";
import { recordedEnvironments } from "../records/recorded-environments.ts";
import { type RecordedTask, recordedTasks } from "../records/recorded-tasks.ts";
import type { TreeText } from "../tree-text.ts";
import { type Difference, lasting, mendable } from "./difference.ts";
import { reconcileMetadata } from "./reconcile-metadata.ts";
import { reconcileTask, type TaskReconciliation } from "./reconcile-task.ts";

/** Everything that says what is in production, each by itself. */
export interface RepositoryRecords {
  /** With the lines that the file lost. */
  readonly audit: readonly AuditEntry[];
  /** Lines of the audit record that a commit held and that are gone. */
  readonly lostEntries: readonly AuditEntry[];
  /** Absent where the file is missing, in conflict, or cannot be read. */
  readonly registry?: Registry;
  readonly locked: ReadonlyMap<string, LockedTask>;
  /** Where a task's template and metadata lie. */
  readonly addresses: ReadonlyMap<string, TaskAddress>;
  readonly tree: TreeText;
  /** Every text that a path ever had in git, the newest first; empty where nobody looked yet. */
  history(path: string): readonly string[];
}

export interface Reconciliation {
  readonly differences: readonly Difference[];
  /** What mends them, besides the registry. */
  readonly changes: readonly FileChange[];
  readonly registry: RegistryChange;
}

/** Compares all records and says what each should be. Pure; nothing is asked and nothing written. */
export function planReconcile(records: RepositoryRecords): Reconciliation {
  const recorded = recordedTasks(records.audit);
  const tasks = [...recorded].map(([id, task]) => [id, reconcileOne(records, id, task)] as const);
  const metadata = [...recorded].map(([id, task]) =>
    reconcileMetadata(records.tree, records.addresses.get(id), task),
  );
  const environments = reconcileEnvironments(records);
  const strays = strayTasks(records, recorded);
  const all = [
    ...tasks.flatMap(([, { differences }]) => differences),
    ...metadata.flatMap(({ differences }) => differences),
    ...strays.differences,
    ...environments.differences,
  ];
  return {
    differences: [
      ...lostLines(records),
      ...unmerged(records),
      ...unreadable(records),
      ...all.filter((each) => isOwn(records, each)),
    ],
    changes: [...tasks.flatMap(([, { changes }]) => changes), ...metadata.flatMap(({ changes }) => changes)],
    registry: {
      tasks: { ...changedBlocks(records, tasks), ...strays.removed },
      environments: environments.changed,
    },
  };
}

/** The paths whose earlier texts could settle what is different. */
export function pathsToLookUp(records: RepositoryRecords): readonly string[] {
  return [...recordedTasks(records.audit)].flatMap(([id, { production, versions }]) => {
    const address = addressOf(records, id);
    const runId = production?.entry.run_id;
    return [
      productionPath(address),
      ...versions.map(({ version }) => archivePath(address, version)),
      ...(runId === undefined ? [] : [reportPath(address, runId)]),
    ];
  });
}

const addressOf = ({ locked, addresses }: RepositoryRecords, id: string): TaskAddress =>
  locked.get(id)?.address ?? addresses.get(id) ?? { id };

function reconcileOne(records: RepositoryRecords, task: string, recorded: RecordedTask): TaskReconciliation {
  const address = addressOf(records, task);
  const known = records.registry?.tasks[task];
  return reconcileTask({
    task,
    address,
    recorded,
    locked: records.locked.get(task) ?? { address, archive: new Map() },
    ...(known === undefined ? {} : { known }),
    tree: records.tree,
    history: records.history,
  });
}

const MOST_NAMED = 3;

/** Everything else is compared with the record as it was, so that nothing follows from a line that is gone. */
function lostLines({ lostEntries }: RepositoryRecords): readonly Difference[] {
  if (lostEntries.length === 0) return [];
  const named = lostEntries.slice(0, MOST_NAMED).map(entryName).join("; ");
  const more = lostEntries.length > MOST_NAMED ? `; and ${lostEntries.length - MOST_NAMED} more` : "";
  const lines = lostEntries.length === 1 ? "a line" : `${lostEntries.length} lines`;
  const verb = lostEntries.length === 1 ? "is" : "are";
  const found = `${lines} that git's history holds ${verb} gone or changed, and lines are only ever added: ${named}${more}`;
  const fix = `Find out who took it away. \`npm run reconcile -- --fix\` puts it back; a decision is undone by another one.`;
  return [{ ...mendable({ kind: "audit", where: AUDIT_FILE, found }), fix }];
}

function entryName({ action, phase, task, service, environment, to, at }: AuditEntry): string {
  const subject = task ?? (service === undefined ? "" : `${service}/${environment}`);
  const step = phase === "done" ? action : `${action} (${phase})`;
  return [step, subject, to, `of ${at}`].filter((part) => part !== undefined && part !== "").join(" ");
}

function unmerged({ tree }: RepositoryRecords): readonly Difference[] {
  const line = conflictLine(tree.read(AUDIT_FILE) ?? "");
  if (line === undefined) return [];
  const found = "conflict markers were left in it; every line of both sides stays";
  return [mendable({ kind: "audit", where: `${AUDIT_FILE}:${line}`, found })];
}

function unreadable({ registry, tree }: RepositoryRecords): readonly Difference[] {
  if (registry !== undefined) return [];
  const isThere = tree.read(REGISTRY_FILE) !== undefined;
  const found = isThere ? "it cannot be read, or conflict markers were left in it" : "it is missing";
  return [mendable({ kind: "registry", where: REGISTRY_FILE, found })];
}

/** Of a registry that cannot be read, one difference is enough. */
const isOwn = ({ registry }: RepositoryRecords, { where }: Difference): boolean =>
  registry !== undefined || !where.startsWith(REGISTRY_FILE);

function changedBlocks(
  { registry }: RepositoryRecords,
  tasks: readonly (readonly [string, TaskReconciliation])[],
): Readonly<Record<string, RegistryTask>> {
  const changed = tasks.flatMap(([id, { block }]) =>
    block === undefined || isEqual(registry?.tasks[id], block) ? [] : [[id, block] as const],
  );
  return Object.fromEntries(changed);
}

const isEqual = (a: unknown, b: unknown): boolean => a !== undefined && canonicalJson(a) === canonicalJson(b);

/** Tasks that no decision is on record of: a block without files is taken away, files are never taken for promoted. */
function strayTasks(
  { registry, locked, tree }: RepositoryRecords,
  recorded: ReadonlyMap<string, RecordedTask>,
): { readonly differences: readonly Difference[]; readonly removed: Readonly<Record<string, undefined>> } {
  const blocks = Object.keys(registry?.tasks ?? {}).filter((id) => !recorded.has(id));
  const empty = blocks.filter((id) => !locked.has(id) && tree.read(AUDIT_FILE) !== undefined);
  const files = [...locked].filter(([id]) => !recorded.has(id));
  return {
    differences: [
      ...empty.map((id) =>
        mendable({
          kind: "registry",
          where: `${REGISTRY_FILE} (${id})`,
          found: "nobody ever promoted this task",
        }),
      ),
      ...blocks
        .filter((id) => !empty.includes(id))
        .map((id) =>
          lasting(
            {
              kind: "registry",
              where: `${REGISTRY_FILE} (${id})`,
              found: `${AUDIT_FILE} says nothing of this task`,
            },
            `Restore ${AUDIT_FILE} from git, or promote the task again.`,
          ),
        ),
      ...files.map(([id, task]) =>
        lasting(
          {
            kind: "production",
            where: task.production?.path ?? [...task.archive.values()][0]?.path ?? id,
            found: `no promotion of ${id} is on record`,
          },
          "Remove the file, or restore the audit record from git.",
        ),
      ),
    ],
    removed: Object.fromEntries(empty.map((id) => [id, undefined])),
  };
}

function reconcileEnvironments({ audit, registry }: RepositoryRecords): {
  readonly differences: readonly Difference[];
  readonly changed: Readonly<Record<string, RegistryEnvironment>>;
} {
  const recorded = recordedEnvironments(audit);
  const changed = [...recorded].flatMap(([place, state]) => {
    const known = registry?.environments[place];
    const wanted = { ...known, ...state };
    return isEqual(known, wanted) ? [] : [[place, wanted, known] as const];
  });
  const unknown = Object.keys(registry?.environments ?? {}).filter((place) => !recorded.has(place));
  return {
    differences: [
      ...changed.map(([place, wanted, known]) => environmentDifference(place, wanted, known)),
      ...unknown.map((place) =>
        lasting(
          { kind: "environment", where: place, found: `${AUDIT_FILE} says nothing of this environment` },
          `Restore ${AUDIT_FILE} from git, or deploy again.`,
        ),
      ),
    ],
    changed: Object.fromEntries(changed.map(([place, wanted]) => [place, wanted])),
  };
}

function environmentDifference(
  place: string,
  wanted: RegistryEnvironment,
  known: RegistryEnvironment | undefined,
): Difference {
  const keys = (["release", "image", "pins", "status", "generation"] as const).filter(
    (key) => !isEqual(known?.[key], wanted[key]),
  );
  const facts = keys.map(
    (key) =>
      `${key} is ${JSON.stringify(known?.[key]) ?? "absent"}, the records say ${JSON.stringify(wanted[key])}`,
  );
  return mendable({ kind: "environment", where: `${REGISTRY_FILE} (${place})`, found: facts.join("; ") });
}
