import { canonicalJson } from "../../prompts/adapters/canonical-json.ts";
import type { WritePlan } from "../../prompts/file-change.ts";
import { AUDIT_FILE, REGISTRY_FILE } from "../../prompts/layout.ts";
import { sha256 } from "../../prompts/sha256.ts";
import { type GitWishes, gitStep } from "../git-step.ts";
import { withoutConflict } from "../records/merged-log.ts";
import { type Acting, stateChanges } from "../records/state-changes.ts";
import type { TreeText } from "../tree-text.ts";
import type { Difference } from "./difference.ts";
import type { Reconciliation, RepositoryRecords } from "./plan-reconcile.ts";

export interface ReconcileWishes extends GitWishes {
  readonly acting: Acting;
  /** What is mended, for the record. */
  readonly differences: readonly Difference[];
}

/** What mends a reconciliation's differences; undefined where none can be mended. A registry that cannot be read is written anew. */
export function writeReconciliation(
  { registry, tree }: RepositoryRecords,
  plan: Reconciliation,
  wishes: ReconcileWishes,
): WritePlan | undefined {
  const { differences, acting } = wishes;
  if (differences.length === 0) return undefined;
  const mended = { at: acting.at, differences: differences.map(({ where, found }) => [where, found]) };
  const operation = `reconcile-${sha256(canonicalJson(mended)).slice(0, 24)}`;
  const base = merged(registry === undefined ? withoutRegistry(tree) : tree);
  const state = stateChanges(base, operation, {
    acting,
    registry: plan.registry,
    audit: [
      {
        phase: "done",
        action: "reconcile",
        reason: differences.map(({ where, found }) => `${where}: ${found}`).join("; "),
        details: { files: plan.changes.map(({ path }) => path) },
      },
    ],
  });
  return {
    operation,
    summary: "reconciling the records of production",
    changes: [...plan.changes, ...state],
    ...gitStep(wishes, { message: messageOf(wishes) }),
  };
}

/** The audit record as it is once a merge's markers are gone. */
function merged(tree: TreeText): TreeText {
  const read: TreeText["read"] = (path) => {
    const text = tree.read(path);
    return path === AUDIT_FILE && text !== undefined ? withoutConflict(text) : text;
  };
  return { ...tree, read };
}

function withoutRegistry(tree: TreeText): TreeText {
  return { ...tree, read: (path) => (path === REGISTRY_FILE ? undefined : tree.read(path)) };
}

function messageOf({ differences }: ReconcileWishes): string {
  const lines = differences.map(({ where, found }) => `${where}: ${found}.`);
  const count = `${differences.length} ${differences.length === 1 ? "difference" : "differences"}`;
  return `reconcile: ${count}\n\n${lines.join("\n")}`;
}
