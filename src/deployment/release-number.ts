import type { Registry } from "../prompts/registry.ts";

/**
 * The number of a service's release: the one that it has already where an environment runs the same image (staging before
 * production), else one more than any environment of the service has and than `highest`, the largest ever given: after a
 * rollback environments alone would give a number twice.
 */
export function nextReleaseNumber(registry: Registry, service: string, image: string, highest = 0): number {
  const own = Object.entries(registry.environments)
    .filter(([key]) => key.startsWith(`${service}/`))
    .map(([, environment]) => environment);
  const same = own.find((environment) => environment.image === image);
  return same?.release ?? Math.max(highest, ...own.map(({ release }) => release)) + 1;
}
