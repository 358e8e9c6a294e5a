import type { ServiceConfig } from "../../prompts/config.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { Registry } from "../../prompts/records/registry.ts";

type Versions = Readonly<Record<string, string>>;

/** A release that is verified in the last environment of its service, and in each of them where several are the last. */
export interface FinishedRelease {
  readonly service: string;
  readonly number: number;
  /** The last environments, in the order of the configuration. */
  readonly environments: readonly string[];
  readonly image: string;
  /** The version that answers, by task. */
  readonly versions: Versions;
  /** What answered there before; absent for the first release. */
  readonly before?: { readonly number: number; readonly versions: Versions };
}

/** Undefined as long as the service's newest release is not verified everywhere that it ends. */
export function finishedRelease(
  { name: service, environments }: ServiceConfig,
  registry: Registry,
  audit: readonly AuditEntry[],
): FinishedRelease | undefined {
  const ends = environments.filter(({ name }) => !environments.some(({ after }) => after === name));
  const states = ends.map(({ name }) => registry.environments[`${service}/${name}`]);
  const [state] = states;
  const [end] = ends;
  if (state === undefined || end === undefined) return undefined;
  if (!states.every((one) => one?.status === "verified" && one.release === state.release)) return undefined;
  const recorded = recordedReleases(audit, service, end.name);
  const now = recorded.findLast(({ number }) => number === state.release);
  if (now === undefined) return undefined;
  const before = recorded.slice(0, recorded.indexOf(now)).findLast(({ number }) => number !== now.number);
  return {
    service,
    number: state.release,
    environments: ends.map(({ name }) => name),
    image: state.image,
    versions: now.versions,
    ...(before === undefined ? {} : { before }),
  };
}

/** What each deployment and rollback that came to something left there, oldest first. */
const recordedReleases = (audit: readonly AuditEntry[], service: string, environment: string) =>
  audit.flatMap((entry) => {
    const number = /^release (\d+)$/.exec(entry.to ?? "")?.[1];
    const versions = entry.details?.["versions"];
    const isHere = entry.service === service && entry.environment === environment && entry.phase === "done";
    return isHere && number !== undefined && versions !== undefined
      ? [{ number: Number(number), versions: versions as Versions }]
      : [];
  });

export interface VersionChange {
  readonly task: string;
  /** Absent for a task that is new there. */
  readonly from?: string;
  /** Absent for a task that answers no more. */
  readonly to?: string;
}

/** What answers differently since the release before, by task. */
export function changesOf({ versions, before }: FinishedRelease): readonly VersionChange[] {
  const earlier = before?.versions ?? {};
  const tasks = [...new Set([...Object.keys(earlier), ...Object.keys(versions)])].sort();
  return tasks.flatMap((task) => {
    const [from, to] = [earlier[task], versions[task]];
    if (from === to) return [];
    return [{ task, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
  });
}
