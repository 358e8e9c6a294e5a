import type { Pace } from "./pace.ts";

/** Resolves after that many milliseconds of the given pace, or at once when the signal fires. */
export function pause(pace: Pace, milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      cancel();
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const cancel = pace.after(signal?.aborted === true ? 0 : milliseconds, end);
    signal?.addEventListener("abort", end);
  });
}
