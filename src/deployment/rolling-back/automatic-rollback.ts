import { isManualRollback } from "../../lifecycle/records/recorded-tasks.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";

const HOUR_MS = 60 * 60 * 1000;

/**
 * At most one automatic rollback an hour in one environment, so that a measurement that is wrong cannot swing a service to
 * and fro. `earlier` and `now` are ISO 8601; one that lies in the future (a clock that was set back) counts too.
 */
export function mayRollBackAutomatically(earlier: readonly string[], now: string): boolean {
  return earlier.every((at) => Date.parse(now) - Date.parse(at) >= HOUR_MS);
}

/** When each automatic rollback of an environment was, as the record has it; those that a person asked for do not count. */
export function automaticRollbacks(
  audit: readonly AuditEntry[],
  place: { readonly service: string; readonly environment: string },
): readonly string[] {
  const own = audit.filter(
    ({ service, environment }) => service === place.service && environment === place.environment,
  );
  const manual = new Set(own.filter(isManualRollback).map(({ operation }) => operation));
  return own
    .filter(
      ({ action, phase, task, operation }) =>
        action === "rollback" && phase === "done" && task !== undefined && !manual.has(operation),
    )
    .map(({ at }) => at);
}
