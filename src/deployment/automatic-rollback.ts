const HOUR_MS = 60 * 60 * 1000;

/**
 * At most one automatic rollback an hour in one environment, so that a measurement that is wrong cannot swing a service to
 * and fro. `earlier` and `now` are ISO 8601; one that lies in the future (a clock that was set back) counts too.
 */
export function mayRollBackAutomatically(earlier: readonly string[], now: string): boolean {
  return earlier.every((at) => Date.parse(now) - Date.parse(at) >= HOUR_MS);
}
