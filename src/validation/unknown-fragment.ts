import { fragmentPath } from "../prompts/layout.ts";
import { nearestName } from "../prompts/nearest-name.ts";
import type { Place, Problem } from "../prompts/problem.ts";
import type { Repository } from "../prompts/repository.ts";

/** A name that no fragment has; nothing where its file is there and has a problem of its own. */
export function unknownFragment(
  name: string,
  { fragments, index }: Repository,
  place: () => Place,
): readonly Problem[] {
  const path = fragmentPath(name);
  if (fragments.has(name) || index.fragments.includes(path)) return [];
  const near = nearestName(name, fragments.keys());
  return [
    {
      ...place(),
      code: "unknown-fragment",
      severity: "error",
      found: `there is no fragment "${name}" (${path})`,
      fix: near === undefined ? `Add ${path}.` : `Did you mean {{> ${near}}}?`,
    },
  ];
}
