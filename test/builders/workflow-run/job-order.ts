import type { Job, Workflow } from "../../workflows/workflow-file.ts";

/** Every job behind those that it needs. GitHub's schema has refused circles before. */
export function inOrder({ jobs }: Workflow): readonly Job[] {
  const sorted: Job[] = [];
  const take = (job: Job): void => {
    if (sorted.includes(job)) return;
    for (const need of needsOf(job)) take(jobs.find(({ id }) => id === need) ?? job);
    sorted.push(job);
  };
  for (const job of jobs) take(job);
  return sorted;
}

/** Ids of the jobs that it waits for. */
export const needsOf = ({ raw }: Job): readonly string[] => [raw["needs"] ?? []].flat().map(String);

/** Those, and all that they wait for in turn. */
export function ancestorsOf({ jobs }: Workflow, job: Job): readonly string[] {
  const found = new Set<string>();
  const walk = (one: Job): void => {
    for (const need of needsOf(one)) {
      found.add(need);
      const next = jobs.find(({ id }) => id === need);
      if (next !== undefined) walk(next);
    }
  };
  walk(job);
  return [...found];
}
