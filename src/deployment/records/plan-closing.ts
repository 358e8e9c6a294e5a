import { type GitWishes, gitStep } from "../../lifecycle/git-step.ts";
import { planReturn, type ReturnOutcome } from "../../lifecycle/plans/plan-return.ts";
import { type Acting, type AuditDraft, stateChanges } from "../../lifecycle/records/state-changes.ts";
import { type TreeText, treeText } from "../../lifecycle/tree-text.ts";
import type { FileChange, WritePlan } from "../../prompts/file-change.ts";
import { historyPath } from "../../prompts/layout.ts";
import type { RegistryTask, VersionStatus } from "../../prompts/records/registry.ts";
import type { Repository } from "../../prompts/repository.ts";
import type { DeploymentOutcome, TaskOutcome } from "./deployment-record.ts";

export interface ClosingWishes extends GitWishes {
  /** The version that answers for each task, pins applied. */
  versionsOf(outcome: DeploymentOutcome): Readonly<Record<string, string>>;
}

/**
 * What an outcome changes in git: the environment's block, the status of each version, and for a task that went back its
 * production file too, forwards, so that git says what runs.
 */
export function planClosing(
  repository: Repository,
  outcome: DeploymentOutcome,
  acting: Acting,
  wishes: ClosingWishes,
): WritePlan {
  const tree = treeText(repository.files);
  const parts = outcome.tasks.flatMap((task) => taskPart(repository, tree, task) ?? []);
  const key = `${outcome.service}/${outcome.environment}`;
  const operation = `${outcome.operation}-close`;
  return {
    operation,
    summary: closingSummary(outcome.kind, key),
    changes: [
      ...parts.flatMap(({ changes }) => changes),
      ...stateChanges(tree, operation, {
        acting,
        registry: {
          tasks: Object.fromEntries(parts.map(({ task, registered }) => [task, registered])),
          environments: { [key]: outcome.state },
        },
        audit: closingAudit(outcome, wishes.versionsOf(outcome)),
      }),
    ],
    ...closingGit(repository, outcome, wishes),
  };
}

interface TaskPart {
  readonly task: string;
  readonly registered: RegistryTask;
  readonly changes: readonly FileChange[];
}

/** Undefined where the registry does not know the task, or nothing of it changes. */
function taskPart(repository: Repository, tree: TreeText, outcome: TaskOutcome): TaskPart | undefined {
  const { task, version, status, instead, reasons } = outcome;
  const registered = repository.registry.tasks[task];
  if (registered === undefined || status === undefined) return undefined;
  const marked = { ...registered, versions: withStatus(registered, version, status) };
  const address = repository.index.tasks.find((entry) => entry.address.id === task)?.address;
  if (instead === undefined || address === undefined || registered.production?.version !== version) {
    return { task, registered: marked, changes: [] };
  }
  const reason = reasons[0] ?? "rolled back";
  const back: ReturnOutcome = planReturn({ address, registered: marked, version: instead, reason }, tree);
  if (back.kind !== "return") return { task, registered: marked, changes: [] };
  return { task, registered: back.plan.registered, changes: back.plan.changes };
}

function withStatus(
  registered: RegistryTask,
  version: string,
  status: VersionStatus,
): RegistryTask["versions"] {
  return registered.versions.map((entry) => (entry.version === version ? { ...entry, status } : entry));
}

/** What the record says of an outcome: a line for each task, then one for the environment. */
export function closingAudit(
  outcome: DeploymentOutcome,
  versions: Readonly<Record<string, string>>,
): readonly AuditDraft[] {
  return [...outcome.tasks.map((task) => taskLine(outcome, task)), closingLine(outcome, versions)];
}

function taskLine({ service, environment }: DeploymentOutcome, outcome: TaskOutcome): AuditDraft {
  const { task, version, verdict, reasons, instead } = outcome;
  const reason = reasons.join("; ");
  return instead === undefined
    ? { phase: "done", action: "deploy", service, environment, task, to: version, verdict, reason }
    : {
        phase: "done",
        action: "rollback",
        service,
        environment,
        task,
        from: version,
        to: instead,
        verdict,
        reason,
      };
}

function closingLine(outcome: DeploymentOutcome, versions: Readonly<Record<string, string>>): AuditDraft {
  const { service, environment, state, verdict, reasons, kind } = outcome;
  const isFailed = state.status === "failed";
  const { release, image, pins, status, generation } = state;
  return {
    phase: isFailed ? "failed" : "done",
    action: kind === "rollback" ? "rollback" : "deploy",
    service,
    environment,
    to: `release ${release}`,
    verdict,
    reason: reasons.join("; "),
    details: {
      generation,
      image,
      pins,
      status,
      ...(isFailed ? {} : { versions }),
    },
  };
}

function closingGit(
  repository: Repository,
  outcome: DeploymentOutcome,
  wishes: GitWishes,
): Pick<WritePlan, "git"> {
  const { service, environment, state, reasons } = outcome;
  const back = outcome.tasks.filter(({ instead }) => instead !== undefined);
  const subject =
    back.length === 0
      ? `deploy(${service}/${environment}): ${ended(outcome)}`
      : `rollback(${service}/${environment}): ${back.map(({ task, version, instead }) => `${task} v${version} -> v${instead}`).join(", ")}`;
  const name = `release/${service}/${state.release}`;
  const isKnown = Object.entries(repository.registry.environments).some(
    ([place, known]) =>
      place.startsWith(`${service}/`) && known.release === state.release && known.status !== "deploying",
  );
  const isTagged = state.status !== "failed" && !isKnown;
  return gitStep(wishes, {
    message: `${subject}\n\n${reasons.join("\n")}`,
    alsoCommit: outcome.tasks.flatMap(({ task }) => historyOf(repository, task) ?? []),
    tags: isTagged
      ? [{ name, message: `${service} release ${state.release} on ${environment}\n\nimage ${state.image}` }]
      : [],
  });
}

function ended({ kind, release, state }: DeploymentOutcome): string {
  if (state.status === "failed" || kind !== "restart") return `release ${release} ${state.status}`;
  return `release ${release} restarted, ${state.status.replace("_", " ")} as before`;
}

/** The live evaluation's line stands in the task's history, and belongs into the same commit. */
function historyOf(repository: Repository, task: string): string | undefined {
  const address = repository.index.tasks.find((entry) => entry.address.id === task)?.address;
  const path = address === undefined ? undefined : historyPath(address);
  return path === undefined || repository.files.read(path) === undefined ? undefined : path;
}

/** What a closing is called while it is written, by which another run knows it again; `place` is `service/environment`. */
export const closingSummary = (kind: DeploymentOutcome["kind"], place: string): string =>
  `recording ${kind} on ${place}`;
