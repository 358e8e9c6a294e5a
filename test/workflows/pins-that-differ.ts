import { actionsOf, type Workflow } from "./workflow-file.ts";

/** One action is one commit everywhere, so that a commit that stands alone is seen. */
export function pinsThatDiffer(workflows: readonly Workflow[]): readonly string[] {
  const commits = new Map<string, Set<string>>();
  for (const uses of workflows.flatMap(({ jobs }) => actionsOf(jobs))) {
    const [action = "", commit = ""] = uses.split("@");
    commits.set(action, (commits.get(action) ?? new Set()).add(commit));
  }
  return [...commits]
    .filter(([, found]) => found.size > 1)
    .map(([action, found]) => `${action} is pinned to ${found.size} commits.`);
}
