import { type GitWishes, gitStep } from "../../lifecycle/git-step.ts";
import { type Acting, stateChanges } from "../../lifecycle/records/state-changes.ts";
import { treeText } from "../../lifecycle/tree-text.ts";
import type { WritePlan } from "../../prompts/file-change.ts";
import { AUDIT_FILE, REGISTRY_FILE } from "../../prompts/layout.ts";
import type { Repository } from "../../prompts/repository.ts";
import type { DeploymentIntent } from "./deployment-record.ts";

/** What giving an operation up changes: a line that says why and what it had begun, and the environment waits for it no longer. */
export function planAbandonment(
  repository: Repository,
  { operation, kind, service, environment, generation, to }: DeploymentIntent,
  why: string,
  { acting, wishes }: { readonly acting: Acting; readonly wishes: GitWishes },
): WritePlan {
  const place = `${service}/${environment}`;
  const state = repository.registry.environments[place];
  const isWaiting = state?.status === "deploying";
  const release = `release ${to.release}`;
  const changes = stateChanges(treeText(repository.files), `${operation}-close`, {
    acting,
    registry: isWaiting ? { environments: { [place]: { ...state, status: "failed" } } } : {},
    audit: [
      {
        phase: "failed",
        action: kind === "rollback" ? "rollback" : "deploy",
        ...{ service, environment, to: release, reason: why },
        details: { generation, image: to.image, pins: to.pins },
      },
    ],
  });
  return {
    operation: `${operation}-close`,
    summary: `giving up ${kind} on ${place}`,
    changes,
    ...gitStep(wishes, { message: messageOf(place, release, why) }),
  };
}

/** Brings to git what giving an operation up wrote earlier; it writes nothing itself. */
export function planCommitOfAbandonment(
  { operation, kind, service, environment, to }: DeploymentIntent,
  why: string,
  wishes: GitWishes,
): WritePlan {
  const place = `${service}/${environment}`;
  const message = messageOf(place, `release ${to.release}`, why);
  return {
    operation: `${operation}-given-up`,
    summary: `committing that ${kind} on ${place} was given up`,
    changes: [],
    ...gitStep(wishes, { message, alsoCommit: [AUDIT_FILE, REGISTRY_FILE] }),
  };
}

const messageOf = (place: string, release: string, why: string): string =>
  `deploy(${place}): ${release} given up\n\n${why}`;
