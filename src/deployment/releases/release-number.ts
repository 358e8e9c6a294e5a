import type { Registry } from "../../prompts/records/registry.ts";

/**
 * The number of a service's release: the one that it has already where an environment runs the same image (staging before
 * production), else one more than any environment of the service has and than `highest`, the largest ever given: after a
 * rollback environments alone would give a number twice. The largest stays with its own content: a deployment that was killed
 * has given it, and its image is tagged with it.
 */
export function nextReleaseNumber(
  registry: Registry,
  service: string,
  image: string,
  highest: { readonly number: number; readonly image: string } = { number: 0, image: "" },
): number {
  const own = Object.entries(registry.environments)
    .filter(([key]) => key.startsWith(`${service}/`))
    .map(([, environment]) => environment);
  const same = own.find((environment) => environment.image === image);
  if (same === undefined && highest.image === image) return highest.number;
  return same?.release ?? Math.max(highest.number, ...own.map(({ release }) => release)) + 1;
}
