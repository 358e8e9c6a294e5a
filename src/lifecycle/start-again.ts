import { lookUntil } from "../evaluation/running/look-until.ts";
import type { Pace } from "../evaluation/running/pace.ts";
import { EXIT } from "../prompts/exit-code.ts";
import { Failure } from "../prompts/failure.ts";
import { type CodeHost, HostRefused, type HostWorkflowRun } from "./code-host.ts";

/** The check of a pull request's head. */
export interface HeadCheck {
  readonly commit: string;
  /** The workflow's file name. */
  readonly workflow: string;
}

export interface StartAgainPorts {
  readonly host: Pick<CodeHost, "runsOf" | "startFailedJobs">;
  readonly pace: Pace;
  /** A line about what is waited for. */
  progress(line: string): void;
  readonly signal?: AbortSignal;
}

export interface StartAgainWish {
  /** How long a run that has not ended is waited for. */
  readonly waitMinutes: number;
  readonly isDryRun: boolean;
}

export type StartedAgain =
  | { readonly kind: "started"; readonly run: number }
  /** Nothing to start: it passed, or is as good as none, or somebody else started it while this looked. */
  | { readonly kind: "passed" | "not_failed" | "runs_again"; readonly run: number }
  /** It looks at reviews when it comes. */
  | { readonly kind: "no_run" };

const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Starts the failed jobs of a head's newest check again, once it has come to its end: a word that is written while it runs may
 * come too late for it. Throws `Failure` with exit 4 where it did not end in time.
 */
export async function startAgain(
  ports: StartAgainPorts,
  check: HeadCheck,
  { waitMinutes, isDryRun }: StartAgainWish,
): Promise<StartedAgain> {
  const run = await endedRun(ports, check, waitMinutes);
  if (run === undefined) return { kind: "no_run" };
  if (!run.isFailure) return { kind: run.isSuccess ? "passed" : "not_failed", run: run.id };
  if (isDryRun) return { kind: "started", run: run.id };
  try {
    await ports.host.startFailedJobs(run.id);
  } catch (error) {
    if (!(await isAlreadyStarted(ports, check, error))) throw error;
    return { kind: "runs_again", run: run.id };
  }
  return { kind: "started", run: run.id };
}

/** The newest run once it has ended; undefined where there is none. A newer one that comes meanwhile is waited for in its place. */
async function endedRun(
  { host, pace, progress, signal }: StartAgainPorts,
  check: HeadCheck,
  waitMinutes: number,
): Promise<HostWorkflowRun | undefined> {
  let seen: HostWorkflowRun | undefined;
  const looking = {
    pace,
    firstMs: FIRST_WAIT_MS,
    longestMs: LONGEST_WAIT_MS,
    withinMs: waitMinutes * 60_000,
  };
  const ended = await lookUntil(
    { ...looking, ...(signal === undefined ? {} : { signal }), afterWait: () => refuseStopped(signal) },
    async () => {
      seen = await newestRun(host, check);
      if (seen === undefined || seen.isEnded) return { run: seen };
      progress(`the check, run ${seen.id}, is not over yet; waiting for its end`);
      return undefined;
    },
  );
  if (ended !== undefined) return ended.run;
  throw new Failure(
    `run ${seen?.id} of ${check.workflow} was not over after ${waitMinutes} minutes; nothing was started again`,
    { exit: EXIT.unclear, fix: `Start its failed jobs when it is: gh run rerun ${seen?.id} --failed.` },
  );
}

async function newestRun(
  host: StartAgainPorts["host"],
  { commit, workflow }: HeadCheck,
): Promise<HostWorkflowRun | undefined> {
  return (await host.runsOf(commit, workflow)).find(({ event }) => event === "pull_request");
}

/** Two owners accept two tasks: the second one's start finds the first one's at work, and that one reads both words. */
async function isAlreadyStarted(
  { host }: StartAgainPorts,
  check: HeadCheck,
  error: unknown,
): Promise<boolean> {
  if (!(error instanceof HostRefused) || error.status !== 403) return false;
  return (await newestRun(host, check))?.isEnded === false;
}

function refuseStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new Failure("it was stopped while it waited for the check's end; nothing was started again", {
    exit: EXIT.unclear,
    fix: "Run it again, or start the check's failed jobs by hand.",
  });
}
