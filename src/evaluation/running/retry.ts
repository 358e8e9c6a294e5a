import type { CallError } from "../request.ts";

export const LONGEST_WAIT_MS = 60_000;
const FIRST_WAIT_MS = 500;
/** A call that ran into its deadline once more is slow, not unlucky. */
const TIMED_OUT_ATTEMPTS = 2;

/** Whether the attempt with this number, counted from 1, may be followed by another. */
export function mayRetry(error: CallError, attempt: number, attempts: number): boolean {
  if (error.class !== "provider_transient") return false;
  return attempt < (error.timedOut === true ? Math.min(TIMED_OUT_ATTEMPTS, attempts) : attempts);
}

/**
 * Milliseconds before the next attempt: what the provider asked for, or a doubling wait of which a random half counts,
 * whichever is longer, and never more than a minute. `random` is in [0, 1).
 * Source of the jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ ("equal jitter").
 */
export function retryWaitMs(error: CallError, attempt: number, random: number): number {
  const ceiling = FIRST_WAIT_MS * 2 ** (attempt - 1);
  const backoff = ceiling / 2 + (ceiling / 2) * random;
  return Math.min(Math.max(error.retryAfterMs ?? 0, backoff), LONGEST_WAIT_MS);
}
