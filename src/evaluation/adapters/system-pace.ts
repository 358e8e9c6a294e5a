import type { Pace } from "../pace.ts";

/** The machine's clock and randomness. A pending wait does not keep the process alive on its own. */
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
