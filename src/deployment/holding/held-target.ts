import type { Target } from "../targets/target.ts";
import type { EnvironmentHold } from "./environment-hold.ts";

/**
 * A target that is changed only while the environment is held. Traffic moves while no other command writes, so that
 * whoever takes the environment on this machine does so before it or after it.
 */
export function heldTarget<T extends Target>(
  target: T,
  hold: EnvironmentHold,
  exclusively: <R>(work: () => Promise<R>) => Promise<R>,
): T {
  return {
    ...target,
    start: async (desired) => {
      await hold.renew();
      return target.start(desired);
    },
    finish: (id) =>
      exclusively(async () => {
        await hold.renew();
        await target.finish(id);
      }),
  };
}
