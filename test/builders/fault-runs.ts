import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EndedCommand } from "./command-process.ts";
import { fileDigests } from "./file-digests.ts";
import type { GitGround } from "./git-ground.ts";

const FAULTY_DISK = fileURLToPath(new URL("../fakes/faulty-disk.mjs", import.meta.url));

export type Line = readonly [command: string, ...flags: string[]];

export interface Fault {
  /** What happens to the process, or the code of the error that the disk answers with. */
  readonly kind: "kill" | "SIGTERM" | "SIGINT" | "rejection" | "ENOSPC" | "EIO" | "EROFS" | "EXDEV";
  /** Which call it strikes, from 1. */
  readonly at: number;
}

/** Runs a command whose disk breaks, or whose process is killed, at one call. */
export function runWithFault(
  ground: GitGround,
  [command, ...flags]: Line,
  fault: Fault,
): Promise<EndedCommand> {
  const environment = { FAULT: fault.kind, FAULT_AT: String(fault.at), FAULT_ROOT: ground.root };
  return ground.runWith({ node: ["--import", FAULTY_DISK], environment }, command, ...flags);
}

/** How many calls of an undisturbed run a kill could strike; the run itself happens. */
export async function countCalls(ground: GitGround, [command, ...flags]: Line): Promise<number> {
  const count = join(ground.base, "calls");
  const environment = { FAULT_ROOT: ground.root, FAULT_COUNT: count };
  const { exit, stderr } = await ground.runWith(
    { node: ["--import", FAULTY_DISK], environment },
    command,
    ...flags,
  );
  if (exit !== 0) throw new Error(`${command} ended with ${exit}: ${stderr}`);
  return Number(readFileSync(count, "utf8"));
}

export interface EndState {
  /** Texts by path, moments taken out. */
  readonly files: Readonly<Record<string, string>>;
  readonly subjects: string;
  readonly status: string;
  /** Tags of the remote, and what its main says each stands on. */
  readonly remote: string;
  /** Plans, locks and temporary files that were left. */
  readonly left: readonly string[];
}

/** What a run leaves in files, git and the remote, without the moments at which it ran: two equal ones did the same. */
export function endState(ground: GitGround): EndState {
  const paths = Object.keys(fileDigests(ground.root, { scratch: false }));
  return {
    files: Object.fromEntries(paths.map((path) => [path, withoutMoments(ground.read(path))])),
    subjects: ground.git("log", "--format=%s%n%b"),
    status: ground.git("status", "--porcelain", "--untracked-files=all"),
    remote: ground.remoteGit("log", "--format=%s %D%n%b", "main"),
    left: [...scratchLeft(ground, ".pipeline"), ...scratchLeft(ground, ".pipeline/journal")],
  };
}

/** What two end states differ in, by name; none where both runs did the same. */
export function differences(is: EndState, wanted: EndState): readonly string[] {
  const paths = [...new Set([...Object.keys(is.files), ...Object.keys(wanted.files)])].sort();
  const kinds = ["subjects", "status", "remote"] as const;
  return [
    ...paths.filter((path) => is.files[path] !== wanted.files[path]),
    ...kinds.filter((kind) => is[kind] !== wanted[kind]),
    ...is.left.filter((name) => !wanted.left.includes(name)),
  ];
}

function scratchLeft(ground: GitGround, folder: string): readonly string[] {
  const path = join(ground.root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path).filter(
    (name) => name === "lock" || /^(promote|archive|downgrade)-.*\.json$/.test(name),
  );
}

const withoutMoments = (text: string): string => text.replaceAll(/\d{4}-\d\d-\d\d(T[\d:.]+Z)?/g, "some day");
