import { isOutOfUse } from "../../prompts/records/out-of-use.ts";
import type { Registry, RegistryTask, RegistryVersion } from "../../prompts/records/registry.ts";

/** Whether a version may answer: it was not rolled back, quarantined or retired. */
export const mayAnswer = ({ status }: RegistryVersion): boolean => !isOutOfUse(status);

/** Whether a version was verified live and nothing has spoken against it since. */
export const isVerified = ({ tasks }: Registry, task: string, version: string): boolean =>
  Object.hasOwn(tasks, task) &&
  tasks[task]?.versions.some((known) => known.version === version && known.status === "verified") === true;

/**
 * Versions that were verified live and nothing has spoken against since, newest first; `except` left out. Newest is the
 * order of promotion, never a clock.
 */
export function verifiedVersions(task: RegistryTask, except?: string): readonly RegistryVersion[] {
  return task.versions
    .filter(({ version, status }) => status === "verified" && version !== except)
    .toReversed();
}

/** The version that a release answers with and the one to go back to, as far as there are any. */
export interface CarriedVersions {
  readonly current?: RegistryVersion;
  readonly previous?: RegistryVersion;
}

/**
 * Production, or where production itself was rolled back the newest verified version; and the newest verified one beside
 * it. What was rolled back, quarantined or retired is never carried.
 */
export function selectCarried(task: RegistryTask): CarriedVersions {
  if (task.production === undefined) return {};
  const { version: production } = task.production;
  const known = task.versions.find(({ version }) => version === production);
  const current = known !== undefined && mayAnswer(known) ? known : verifiedVersions(task, production)[0];
  if (current === undefined) return {};
  const [previous] = verifiedVersions(task, current.version);
  return previous === undefined ? { current } : { current, previous };
}
