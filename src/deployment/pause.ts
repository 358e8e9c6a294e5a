import type { Pace } from "../evaluation/running/pace.ts";

/** Resolves after that many milliseconds of the given pace. */
export function pause(pace: Pace, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    pace.after(milliseconds, resolve);
  });
}
