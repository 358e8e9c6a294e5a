import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { RegistryEnvironment } from "../../prompts/records/registry.ts";
import type { DeploymentOutcome, TaskOutcome } from "../records/deployment-record.ts";
import { operationId } from "../records/operation-id.ts";
import { answeringPrompts } from "../targets/answering-prompts.ts";
import type { ObservedState } from "../targets/target.ts";
import { barredVersion } from "./allowed-release.ts";
import { broughtBack, versionsOnRecord } from "./brought-back.ts";
import { contentName } from "./plan-rollback.ts";
import type { RollbackSituation } from "./rollback-situation.ts";

export type RecordingPlanning =
  | { readonly kind: "record"; readonly outcome: DeploymentOutcome }
  /** Git says what runs already, or what runs is nobody's rollback. */
  | { readonly kind: "nothing" }
  /** What runs may not be what git says: exit 3. */
  | { readonly kind: "refused"; readonly why: string }
  /** Nobody brought it back but the target itself: exit 7. */
  | { readonly kind: "conflict"; readonly why: string };

/**
 * A rollback that somebody carried out beside this pipeline, as it is recorded: what runs is what git says from then on, and the versions
 * that were left are rolled back. Nothing is deployed.
 */
export function planRecording(
  situation: RollbackSituation,
  audit: readonly AuditEntry[],
  running: ObservedState["deployment"],
): RecordingPlanning {
  const { service, environment, registry, live } = situation;
  const place = `${service}/${environment}`;
  const before = registry.environments[place];
  if (before === undefined || running === undefined) return { kind: "nothing" };
  if (broughtBack(audit, registry, situation, running, before) === undefined) return { kind: "nothing" };
  if (running.wentBack !== undefined) {
    const why = `nobody rolled ${place} back: it went back by itself (${running.wentBack})`;
    return { kind: "conflict", why };
  }
  const why = barredVersion(live, registry);
  if (why !== undefined) return { kind: "refused", why };
  return { kind: "record", outcome: outcomeOf(situation, before, versionsOnRecord(audit, situation)) };
}

function outcomeOf(
  situation: RollbackSituation,
  before: RegistryEnvironment,
  versions: Readonly<Record<string, string>>,
): DeploymentOutcome {
  const { service, environment, live, liveGeneration, reason } = situation;
  const { number, image, commit } = live.release;
  const to = { image, pins: live.pins };
  const generation = Math.max(before.generation, liveGeneration) + 1;
  const tasks = leftTasks(situation, versions);
  return {
    operation: operationId({
      ...{ kind: "rollback", environment: `${service}/${environment}`, generation, commit },
      ...{ from: contentName(before), to: contentName(to) },
    }),
    ...{ kind: "rollback", service, environment, verdict: "pass", tasks, mustNotify: true },
    release: number,
    state: { release: number, ...to, status: "rolled_back", generation },
    reasons: [
      `release ${number} was brought back by hand, and is on record now: ${reason}`,
      ...tasks.map(({ task, version, instead }) => `${task} ${version} was rolled back to ${instead}`),
    ],
  };
}

/** Tasks that answer in another version than the record says. */
function leftTasks(
  { live, reason }: RollbackSituation,
  versions: Readonly<Record<string, string>>,
): readonly TaskOutcome[] {
  const answering = answeringPrompts(live.release, live.pins);
  return Object.entries(answering).flatMap(([task, { version: instead }]) => {
    const version = versions[task];
    if (version === undefined || version === instead) return [];
    const decided = { verdict: "regression", action: "roll_back", reasons: [`by hand: ${reason}`] } as const;
    return [{ ...decided, task, version, status: "rolled_back", instead } as const];
  });
}
