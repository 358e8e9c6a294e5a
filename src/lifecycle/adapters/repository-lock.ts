import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { RepositoryLocked, StateNotStored } from "../write-store.ts";

/** Who holds the lock: a process is recognised by its start time too, since numbers are used again. */
interface Holder {
  readonly pid: number;
  readonly started: string;
}

/** Runs while holding the lock file; a dead holder's lock is taken over. Throws `RepositoryLocked`, `StateNotStored`. */
export async function withRepositoryLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  acquire(path);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** Who holds the lock right now, for people; a dead holder holds nothing. */
export function lockHolder(path: string): string | undefined {
  const holder = readHolder(path);
  return holder !== undefined && startOf(holder.pid) === holder.started ? `process ${holder.pid}` : undefined;
}

function acquire(path: string): void {
  const own = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(own, JSON.stringify({ pid: process.pid, started: startOf(process.pid) } satisfies Holder));
  } catch (error) {
    throw new StateNotStored(path, error);
  }
  try {
    if (tryLink(own, path)) return;
    const holder = readHolder(path);
    if (holder === undefined && tryLink(own, path)) return;
    if (holder !== undefined && startOf(holder.pid) === holder.started) {
      throw new RepositoryLocked(`process ${holder.pid}, started ${holder.started}`);
    }
    takeAway(path, holder);
    if (!tryLink(own, path)) throw new RepositoryLocked("it took the lock just now");
  } finally {
    rmSync(own, { force: true });
  }
}

/** A hard link is made by one process only, and appears with its content. */
function tryLink(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw new StateNotStored(path, error);
  }
}

/** Moves a dead holder's lock aside; a lock that somebody else took in between is put back. */
function takeAway(path: string, dead: Holder | undefined): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  if (moved !== undefined && moved.started !== dead?.started) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

/** A process's start in clock ticks since boot where the system tells (field 22 of /proc/PID/stat), else whether it lives. */
function startOf(pid: number): string {
  try {
    if (existsSync("/proc/self/stat"))
      return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19] ?? "dead";
    process.kill(pid, 0);
    return "alive";
  } catch {
    return "dead";
  }
}
