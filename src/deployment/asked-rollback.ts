import type { DeploymentIntent, RollbackWish } from "./deployment-record.ts";

/** Whether a rollback that was begun leads where this wish leads, so that finishing it is all that is asked for. */
export function isAskedRollback(
  { asked, to, changed }: DeploymentIntent,
  { task, to: wanted }: RollbackWish,
): boolean {
  if (asked?.task !== task) return false;
  if (wanted === undefined) return true;
  return task === undefined
    ? Number(wanted) === to.release
    : changed.some((each) => each.task === task && each.version === wanted);
}
