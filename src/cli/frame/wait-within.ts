import { setTimeout as sleep } from "node:timers/promises";
import type { Wait } from "../../deployment/targets/bring-up.ts";

const SHORTEST_MS = 25;
const LONGEST_MS = 5_000;

/** Waits longer from look to look, and says no once the time is over. */
export function waitWithin(totalMs: number): Wait {
  const deadline = performance.now() + totalMs;
  return async (attempt) => {
    const pause = Math.min(LONGEST_MS, SHORTEST_MS * 1.5 ** attempt);
    if (performance.now() + pause > deadline) return false;
    await sleep(pause);
    return true;
  };
}
