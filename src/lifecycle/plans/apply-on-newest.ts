import type { WritePlan } from "../../prompts/file-change.ts";
import { type PublishingGit, RemoteMoved } from "../git.ts";
import type { WriteStore } from "../write-store.ts";
import { type Applied, applyPlan } from "./apply-plan.ts";

/** How often it is planned before the remote counts as too busy. */
const ATTEMPTS = 5;

/**
 * Plans and applies. Where origin has moved on in between, its commits are brought in and it is planned again from there, as
 * if it had been so from the start; five times at most, then `RemoteMoved` is thrown with nothing changed.
 */
export async function applyOnNewest<P extends { readonly write?: WritePlan }>(
  plan: () => Promise<P>,
  store: WriteStore,
  git: PublishingGit,
): Promise<{ readonly plan: P; readonly applied: Applied }> {
  for (let attempt = 1; ; attempt += 1) {
    const planned = await plan();
    if (planned.write === undefined) return { plan: planned, applied: {} };
    try {
      return { plan: planned, applied: await applyPlan(planned.write, store, git) };
    } catch (error) {
      const branch = planned.write.git?.push;
      if (!(error instanceof RemoteMoved) || branch === undefined || attempt === ATTEMPTS) throw error;
      await git.update(branch);
    }
  }
}
