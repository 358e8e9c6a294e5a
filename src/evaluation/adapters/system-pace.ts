import type { Pace } from "../running/pace.ts";

/** The machine's clock and randomness. */
export const systemPace: Pace = {
  now: () => performance.now(),
  random: () => Math.random(),
  after: (milliseconds, run) => {
    if (milliseconds <= 0) {
      const soon = setImmediate(run);
      return () => clearImmediate(soon);
    }
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};
