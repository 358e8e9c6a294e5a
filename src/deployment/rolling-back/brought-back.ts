import { isJsonObject } from "../../prompts/reading/json.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { Registry, RegistryEnvironment } from "../../prompts/records/registry.ts";
import { mayAnswer } from "../releases/select-versions.ts";
import { samePins } from "../same-pins.ts";
import type { ObservedState, Pins } from "../targets/target.ts";

interface Place {
  readonly service: string;
  readonly environment: string;
}

/** Something that was deployed here before and runs again, although something newer is on record. */
export interface BroughtBack {
  /** The release that it was deployed as. */
  readonly release: number;
  /** A version of it that may not answer any more, as `task version`. */
  readonly barred?: string;
}

/**
 * What somebody brought back beside this pipeline: an earlier deployment of ours, as the audit record knows it, with another content than
 * the record ends with. Undefined for everything else.
 */
export function broughtBack(
  audit: readonly AuditEntry[],
  registry: Registry,
  place: Place,
  running: NonNullable<ObservedState["deployment"]>,
  recorded: RegistryEnvironment,
): BroughtBack | undefined {
  const isOnRecord = running.image === recorded.image && samePins(running.pins, recorded.pins);
  if (isOnRecord || running.generation >= recorded.generation) return undefined;
  const entry = closedHere(audit, place).findLast(({ details }) => {
    const pins = (details?.["pins"] ?? {}) as Pins;
    return details?.["image"] === running.image && samePins(pins, running.pins);
  });
  const release = /^release (\d+)$/.exec(entry?.to ?? "")?.[1];
  if (release === undefined) return undefined;
  const barred = Object.entries(versionsIn(entry)).find(([task, version]) => {
    const known = registry.tasks[task]?.versions.find((each) => each.version === version);
    return known === undefined || !mayAnswer(known);
  });
  return { release: Number(release), ...(barred === undefined ? {} : { barred: barred.join(" ") }) };
}

/** The version that answers for each task here, as the newest deployment or rollback that came to something left it. */
export const versionsOnRecord = (
  audit: readonly AuditEntry[],
  place: Place,
): Readonly<Record<string, string>> =>
  versionsIn(closedHere(audit, place).findLast(({ details }) => details?.["versions"] !== undefined));

/** Whether a deployment of this image was closed as verified here, now or once. */
export const wasVerified = (audit: readonly AuditEntry[], place: Place, image: string): boolean =>
  closedHere(audit, place).some(
    ({ details }) => details?.["image"] === image && details["status"] === "verified",
  );

const closedHere = (audit: readonly AuditEntry[], { service, environment }: Place): readonly AuditEntry[] =>
  audit.filter(
    (entry) =>
      entry.service === service &&
      entry.environment === environment &&
      entry.task === undefined &&
      entry.phase === "done",
  );

function versionsIn(entry: AuditEntry | undefined): Readonly<Record<string, string>> {
  const versions = entry?.details?.["versions"] ?? null;
  return isJsonObject(versions) ? (versions as Readonly<Record<string, string>>) : {};
}
