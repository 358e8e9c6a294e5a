import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { JsonObject } from "../../src/prompts/reading/json.ts";

export const LAUNCHER = fileURLToPath(new URL("../../bin/gpt-pipeline-hub.mjs", import.meta.url));

export interface EndedCommand {
  /** Null where a signal ended it. */
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandStart {
  readonly cwd?: string;
  /** On top of a path, a home folder and a git that knows no settings of this machine. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Flags for Node itself, before the launcher. */
  readonly node?: readonly string[];
  /** A program that starts Node, with its flags. */
  readonly under?: readonly string[];
}

export interface StartedCommand {
  readonly process: ChildProcess;
  readonly ended: Promise<EndedCommand>;
}

/** Starts one of our commands as users do, without a terminal. */
export function startCommand(
  name: string,
  flags: readonly string[],
  start: CommandStart = {},
): StartedCommand {
  const line = [...(start.under ?? []), process.execPath, ...(start.node ?? []), LAUNCHER, name, ...flags];
  const child = spawn(line[0] ?? "", line.slice(1), {
    cwd: start.cwd,
    env: environmentOf(start),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
    });
  }
  const ended = new Promise<EndedCommand>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exit) => resolve({ exit, ...texts }));
  });
  return { process: child, ended };
}

export function runCommand(
  name: string,
  flags: readonly string[],
  start?: CommandStart,
): Promise<EndedCommand> {
  return startCommand(name, flags, start).ended;
}

/** The one document that `--json` printed. */
export function documentOf({ stdout, stderr }: EndedCommand): JsonObject {
  const lines = stdout.trimEnd().split("\n");
  if (lines.length !== 1) throw new Error(`not one document: ${stdout}\n${stderr}`);
  return JSON.parse(stdout) as JsonObject;
}

/** The message that `--json` printed instead of a result. */
export function errorOf(ended: EndedCommand): string {
  const { error } = documentOf(ended) as { readonly error?: { readonly message: string } };
  if (error === undefined) throw new Error(`no error: ${ended.stdout}`);
  return error.message;
}

function environmentOf({ environment }: CommandStart): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    HOME: "/nonexistent",
    TMPDIR: process.env["TMPDIR"],
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    ...environment,
  };
}
