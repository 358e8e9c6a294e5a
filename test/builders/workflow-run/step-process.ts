import { spawn } from "node:child_process";
import type { Texts } from "./site.ts";

export interface Script {
  /** A file that holds the step's text. */
  readonly file: string;
  readonly shell: string;
  readonly folder: string;
  readonly environment: Texts;
  readonly signal: AbortSignal;
}

const SHELLS: Readonly<Record<string, readonly string[]>> = {
  bash: ["--noprofile", "--norc", "-eo", "pipefail"],
  "": ["-e"],
};

/** A cancelled step is asked with SIGINT, then with SIGTERM, then ended, as GitHub's runner does it. */
const PATIENCE: readonly (readonly [NodeJS.Signals, number])[] = [
  ["SIGINT", 0],
  ["SIGTERM", 7_500],
  ["SIGKILL", 10_000],
];

/** Runs a step's text in a process group of its own. Resolves with its exit code; null where a signal ended it. */
export function runScript(script: Script, onText: (text: string) => void): Promise<number | null> {
  const flags = SHELLS[script.shell];
  if (flags === undefined) throw new Error(`this runner has no shell "${script.shell}"`);
  const child = spawn("bash", [...flags, script.file], {
    cwd: script.folder,
    env: script.environment,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", onText);
  const timers: NodeJS.Timeout[] = [];
  const stop = (): void => {
    for (const [name, after] of PATIENCE) timers.push(setTimeout(() => endGroup(child.pid, name), after));
  };
  script.signal.addEventListener("abort", stop);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", () => timers.forEach(clearTimeout));
    child.on("close", (code) => {
      script.signal.removeEventListener("abort", stop);
      resolve(code);
    });
  });
}

function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
