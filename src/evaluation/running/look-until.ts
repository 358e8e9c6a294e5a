import type { Pace } from "./pace.ts";
import { pause } from "./pause.ts";

export interface Looking {
  readonly pace: Pace;
  /** Before the second look; each wait is half as long again as the one before, and never longer than `longestMs`. */
  readonly firstMs: number;
  readonly longestMs: number;
  readonly withinMs: number;
  /** Ends a wait early. */
  readonly signal?: AbortSignal;
  /** After every wait; what it throws ends the looking. */
  afterWait?(): void;
}

/** Looks until `ended` gives something, longer from look to look. Undefined once the time is over: there is no look after it. */
export async function lookUntil<T>(
  { pace, firstMs, longestMs, withinMs, signal, afterWait }: Looking,
  ended: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const deadline = pace.now() + withinMs;
  for (let waitMs = firstMs; ; waitMs = Math.min(longestMs, waitMs * 1.5)) {
    const end = await ended();
    if (end !== undefined) return end;
    if (pace.now() + waitMs > deadline) return undefined;
    await pause(pace, waitMs, signal);
    afterWait?.();
  }
}
