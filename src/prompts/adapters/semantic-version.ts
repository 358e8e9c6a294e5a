import { inc, rcompare } from "semver";

/** Newest first. Throws `TypeError` for what is no semantic version. */
export const sortNewestFirst = (versions: readonly string[]): readonly string[] =>
  [...versions].sort(rcompare);

/** The version one step further. Throws `TypeError` for what is no semantic version. */
export function increment(version: string, step: "major" | "minor" | "patch"): string {
  const next = inc(version, step);
  if (next === null) throw new TypeError(`${version} is not a semantic version`);
  return next;
}
