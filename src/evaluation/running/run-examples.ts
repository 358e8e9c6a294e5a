import type { Run, RunEnd, Unit } from "./run.ts";
import { RunSession } from "./run-session.ts";

/**
 * Asks every unit with bounded, adapting concurrency, retries and a budget, and settles what comes back. Errors of a
 * provider are outcomes; once an arm's provider is known to be gone, the rest of the arm is settled without a call.
 */
export async function runExamples<U extends Unit>(run: Run<U>): Promise<RunEnd> {
  const session = new RunSession(run);
  const workers = Array.from({ length: run.limits.concurrency }, () => session.work());
  await Promise.all(workers);
  return session.close();
}
