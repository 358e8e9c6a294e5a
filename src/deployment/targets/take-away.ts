import { NotTakenAway } from "./not-taken-away.ts";
import type { Target } from "./target.ts";

/** Takes deployments away, the first one first. Says why where one could not be: a person has to look then. */
export async function takeAway(target: Target, ids: readonly string[]): Promise<string | undefined> {
  try {
    for (const id of ids) await target.rollback(id);
    return undefined;
  } catch (error) {
    if (error instanceof NotTakenAway) return error.message;
    throw error;
  }
}
