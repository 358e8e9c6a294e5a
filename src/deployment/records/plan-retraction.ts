import { recordedEnvironments } from "../../lifecycle/records/recorded-environments.ts";
import { treeText } from "../../lifecycle/tree-text.ts";
import type { WritePlan } from "../../prompts/file-change.ts";
import { AUDIT_FILE, REGISTRY_FILE } from "../../prompts/layout.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import { EMPTY_REGISTRY_TEXT, editRegistryText } from "../../prompts/records/registry-file.ts";
import type { Repository } from "../../prompts/repository.ts";
import type { DeploymentIntent } from "./deployment-record.ts";

/**
 * Takes an intent back that was written here and committed nowhere: its line, and the environment's status before it. Whoever took the
 * environment records what becomes of the operation. `audit` is the record as it is. Undefined where there is nothing to take back.
 */
export function planRetraction(
  repository: Repository,
  audit: readonly AuditEntry[],
  { operation, kind, service, environment }: DeploymentIntent,
): WritePlan | undefined {
  const tree = treeText(repository.files);
  const lines = (tree.read(AUDIT_FILE) ?? "").split("\n");
  const others = lines.filter((line) => !line.includes(`"operation":"${operation}"`));
  if (others.length === lines.length) return undefined;
  const place = `${service}/${environment}`;
  const state = recordedEnvironments(audit.filter((entry) => entry.operation !== operation)).get(place);
  const registry = tree.read(REGISTRY_FILE) ?? EMPTY_REGISTRY_TEXT;
  const environments = state === undefined ? {} : { [place]: state };
  return {
    operation: `${operation}-retraction`,
    summary: `taking back that ${kind} was begun on ${place}`,
    changes: [
      tree.write(REGISTRY_FILE, editRegistryText(registry, { environments })),
      tree.write(AUDIT_FILE, others.join("\n")),
    ],
  };
}
