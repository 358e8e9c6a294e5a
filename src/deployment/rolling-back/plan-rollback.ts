import type { RegistryEnvironment } from "../../prompts/records/registry.ts";
import type { Release } from "../../prompts/records/release.ts";
import type { ChangedTask, DeploymentIntent, RollbackWish } from "../records/deployment-record.ts";
import { operationId } from "../records/operation-id.ts";
import { answeringPrompts } from "../targets/answering-prompts.ts";
import type { Pins } from "../targets/target.ts";
import type { RollbackSituation, VerifiedRelease } from "./rollback-situation.ts";
import { type RollbackChoice, selectRelease, selectTaskVersion } from "./select-rollback.ts";

export interface RollbackPlan {
  readonly intent: DeploymentIntent;
  readonly release: Release;
  readonly before?: RegistryEnvironment;
}

export type RollbackPlanning =
  | { readonly kind: "rollback"; readonly plan: RollbackPlan }
  /** Nothing may be gone back to: hold and tell somebody, exit 4. */
  | { readonly kind: "hold"; readonly why: string }
  /** What was asked for cannot be had: exit 3. */
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "unchanged"; readonly why: string };

/** Where a rollback leads. Pure; needs no provider, no build and no key. */
export function planRollback(situation: RollbackSituation): RollbackPlanning {
  const choice =
    situation.task === undefined ? selectRelease(situation) : selectTaskVersion(situation, situation.task);
  return choice.kind === "chosen" ? { kind: "rollback", plan: planOf(situation, choice) } : choice;
}

function planOf(
  situation: RollbackSituation,
  { target }: Extract<RollbackChoice, { kind: "chosen" }>,
): RollbackPlan {
  const { service, environment, registry, liveGeneration, reason, task } = situation;
  const left = situation.unsettled ?? situation.live;
  const key = `${service}/${environment}`;
  const before = registry.environments[key];
  const generation = Math.max(before?.generation ?? 0, liveGeneration) + 1;
  const to = { release: target.release.number, image: target.release.image, pins: target.pins };
  const from = { release: left.release.number, image: left.release.image, pins: left.pins };
  const { commit } = target.release;
  const intent: DeploymentIntent = {
    schema_version: 1,
    operation: operationId({
      kind: "rollback",
      environment: key,
      generation,
      from: contentName(from),
      to: contentName(to),
      commit,
    }),
    kind: "rollback",
    service,
    environment,
    generation,
    commit,
    from,
    to,
    changed: leftTasks(left, target).filter((each) => task === undefined || each.task === task),
    reason,
    asked: wishOf(situation),
  };
  return { intent, release: target.release, ...(before === undefined ? {} : { before }) };
}

const wishOf = ({ task, to }: RollbackWish): RollbackWish => ({
  ...(task === undefined ? {} : { task }),
  ...(to === undefined ? {} : { to }),
});

/** The content of a release with its pins as one text: equal contents have equal names. */
export const contentName = ({ image, pins }: { readonly image: string; readonly pins: Pins }): string =>
  [
    image,
    ...Object.entries(pins)
      .map(([task, version]) => `${task}=${version}`)
      .sort(),
  ].join(" ");

/** Tasks that answer with another digest afterwards; `from` is the version that is left. */
function leftTasks(live: VerifiedRelease, target: VerifiedRelease): readonly ChangedTask[] {
  const now = answeringPrompts(live.release, live.pins);
  const then = answeringPrompts(target.release, target.pins);
  return Object.entries(then).flatMap(([task, { version, prompt_digest }]) => {
    const left = Object.hasOwn(now, task) ? now[task] : undefined;
    if (left === undefined || left.prompt_digest === prompt_digest) return [];
    return [{ task, version, prompt_digest, from: left.version }];
  });
}
