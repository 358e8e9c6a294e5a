import { answeringPrompts, identityFaults } from "./answering-prompts.ts";
import { DeploymentFailed } from "./deployment-failed.ts";
import type { DesiredState, StartedDeployment, Target } from "./target.ts";

/** Waits before the next look; false when the time is over. `attempt` counts from 1. */
export type Wait = (attempt: number) => Promise<boolean>;

export type BroughtUp =
  | { readonly kind: "up"; readonly id: string; readonly url: string }
  | { readonly kind: "failed"; readonly ids: readonly string[]; readonly detail: string };

/** Behind a load balancer the deployment before can answer a few times more. */
const IDENTITY_LOOKS = 5;

/**
 * Starts what is desired, or finds it started, and looks until it runs and says of itself what was deployed. It takes
 * nothing away again: that is for the caller, who knows what ran before.
 */
export async function bringUp(target: Target, desired: DesiredState, wait: Wait): Promise<BroughtUp> {
  let started: StartedDeployment;
  try {
    started = await target.start(desired);
  } catch (error) {
    if (!(error instanceof DeploymentFailed)) throw error;
    return { kind: "failed", ids: [], detail: error.message };
  }
  const running = await untilRunning(target, started.id, wait);
  if (running.kind === "failed") return running;
  const fault = await untilIdentified(target, desired, started.id, wait);
  return fault === undefined ? running : { kind: "failed", ids: [started.id], detail: fault };
}

async function untilRunning(target: Target, id: string, wait: Wait): Promise<BroughtUp> {
  for (let attempt = 1; ; attempt += 1) {
    const status = await target.status(id);
    if (status.kind === "running") return { kind: "up", id, url: status.url };
    if (status.kind === "failed") return { kind: "failed", ids: [id], detail: status.detail };
    if (!(await wait(attempt)))
      return { kind: "failed", ids: [id], detail: `it did not run in time: ${status.detail}` };
  }
}

async function untilIdentified(
  target: Target,
  desired: DesiredState,
  id: string,
  wait: Wait,
): Promise<string | undefined> {
  const expected = answeringPrompts(desired.release, desired.pins);
  let fault = "the live service does not answer at /version";
  for (let attempt = 1; attempt <= IDENTITY_LOOKS; attempt += 1) {
    const live = await target.verify(id);
    const [found] = live === undefined ? [fault] : identityFaults(expected, live);
    if (found === undefined) return undefined;
    fault = found;
    if (!(await wait(attempt))) return fault;
  }
  return fault;
}
