import type { Pace } from "../../src/evaluation/running/pace.ts";

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** A clock that jumps to the next timer whenever nothing else is left to do. `waits` lists every wait asked for. */
export function createVirtualPace(random = 0.5): Pace & { readonly waits: readonly number[] } {
  const timers = new Set<Timer>();
  const waits: number[] = [];
  let now = 0;
  let order = 0;
  let awake = false;

  const fireNext = (): void => {
    const [next] = [...timers].sort((a, b) => a.at - b.at || a.order - b.order);
    if (next === undefined) {
      awake = false;
      return;
    }
    timers.delete(next);
    now = Math.max(now, next.at);
    next.run();
    setImmediate(fireNext);
  };

  return {
    waits,
    now: () => now,
    random: () => random,
    after: (milliseconds, run) => {
      order += 1;
      const timer: Timer = { at: now + milliseconds, order, run };
      timers.add(timer);
      waits.push(milliseconds);
      if (!awake) setImmediate(fireNext);
      awake = true;
      return () => timers.delete(timer);
    },
  };
}
