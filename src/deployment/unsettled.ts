import type { AuditEntry } from "../prompts/records/audit.ts";
import type { RegistryEnvironment } from "../prompts/records/registry.ts";
import { samePins } from "./same-pins.ts";
import type { ObservedState } from "./targets/target.ts";

/**
 * Whether what runs was put there by an operation that came to nothing, so that it was never evaluated to an end: one that was given up
 * (its pins count one generation more), or one that could not be taken away.
 */
export function isUnsettled(
  audit: readonly AuditEntry[],
  place: { readonly service: string; readonly environment: string },
  running: NonNullable<ObservedState["deployment"]>,
  recorded: RegistryEnvironment | undefined,
): boolean {
  const { generation, image, pins } = running;
  if (recorded !== undefined && recorded.image === image && samePins(recorded.pins, pins)) return false;
  const closed = recorded?.generation ?? 0;
  if (generation <= closed) return generation === closed;
  return audit.some(
    ({ service, environment, task, phase, details }) =>
      service === place.service &&
      environment === place.environment &&
      task === undefined &&
      phase === "failed" &&
      details?.["image"] === image &&
      [generation, generation - 1].some((each) => each === details["generation"]),
  );
}
