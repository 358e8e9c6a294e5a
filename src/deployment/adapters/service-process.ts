import { spawn } from "node:child_process";
import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";
import type { Pace } from "../../evaluation/running/pace.ts";
import { pause } from "../../evaluation/running/pause.ts";

/** A process by its number and when it began, because numbers are used again. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot; undefined where the system has no /proc. */
  readonly startTime?: string;
}

const POLL_MS = 20;

/** Starts a process that outlives this one; what it writes goes to the log file. */
export function spawnDetached(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  logFile: string,
): ProcessIdentity | undefined {
  const [command = "", ...args] = argv;
  const log = openSync(logFile, "w");
  const child = spawn(command, args, {
    detached: true,
    stdio: ["ignore", log, log],
    env: { ...environment },
  });
  child.on("error", () => {});
  child.unref();
  closeSync(log);
  return child.pid === undefined ? undefined : identify(child.pid);
}

/** Whether this very process still runs: alive, begun when we say, and not only waiting to be reaped. */
export function isAlive(process: ProcessIdentity): boolean {
  if (!exists(process.pid)) return false;
  const stat = readStat(process.pid);
  if (stat === undefined) return process.startTime === undefined;
  return stat.state !== "Z" && (process.startTime === undefined || process.startTime === stat.startTime);
}

/** Asks a process to end, waits, and ends it and its children by force when it does not. */
export async function stopProcess(process: ProcessIdentity, pace: Pace, patienceMs: number): Promise<void> {
  if (!isAlive(process)) return;
  signal(process.pid, "SIGTERM");
  if (await isGone(process, pace, patienceMs)) return;
  signal(-process.pid, "SIGKILL");
  await isGone(process, pace, patienceMs);
}

/** Processes with an argument that begins so, whoever started them; none where the system has no /proc. */
export function findByArgument(prefix: string): readonly ProcessIdentity[] {
  return pids().flatMap((pid) => {
    const isMeant = readText(`/proc/${pid}/cmdline`)
      ?.split("\0")
      .some((argument) => argument.startsWith(prefix));
    return isMeant === true ? [identify(pid)] : [];
  });
}

async function isGone(process: ProcessIdentity, pace: Pace, patienceMs: number): Promise<boolean> {
  const deadline = pace.now() + patienceMs;
  while (isAlive(process)) {
    if (pace.now() >= deadline) return false;
    await pause(pace, POLL_MS);
  }
  return true;
}

export function identify(pid: number): ProcessIdentity {
  const startTime = readStat(pid)?.startTime;
  return startTime === undefined ? { pid } : { pid, startTime };
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function signal(pid: number, name: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** State and start time are the fields 3 and 22 of proc(5)'s stat; the name in field 2 may hold blanks and brackets. */
function readStat(pid: number): { readonly state: string; readonly startTime: string } | undefined {
  const text = readText(`/proc/${pid}/stat`);
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, startTime] = [fields?.[0], fields?.[19]];
  return state === undefined || startTime === undefined ? undefined : { state, startTime };
}

function pids(): readonly number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
