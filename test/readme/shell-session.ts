import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { projectFiles } from "../architecture/project-files.ts";
import { PROJECT_ROOT } from "../launcher/scratch-project.ts";

/** Files that hold the user's own prompts and what became of them. */
const OWN_CONTENT = /^(prompts\/|prompt_registry\.yaml$|prompt_audit\.jsonl$)/;

/**
 * What a newcomer has after `git clone` and `npm ci`, in a new temporary folder; unless `samples` are wanted, but for the
 * prompts that are there already.
 */
export function clonedProject({ samples }: { readonly samples: boolean } = { samples: false }): string {
  const root = mkdtempSync(join(tmpdir(), "readme-"));
  const isWanted = (path: string): boolean => path !== "node_modules" && (samples || !OWN_CONTENT.test(path));
  for (const path of projectFiles().filter(isWanted)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    cpSync(join(PROJECT_ROOT, path), join(root, path));
  }
  symlinkSync(join(PROJECT_ROOT, "node_modules"), join(root, "node_modules"));
  const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: root, env: environment() });
  git("init", "-q", "-b", "main");
  git("add", "-A", "--force");
  git("commit", "-q", "-m", "clone");
  return root;
}

const environment = (more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => {
  const name = { GIT_AUTHOR_NAME: "New", GIT_COMMITTER_NAME: "New" };
  const mail = { GIT_AUTHOR_EMAIL: "new@example.com", GIT_COMMITTER_EMAIL: "new@example.com" };
  return { ...process.env, ...name, ...mail, NO_COLOR: "1", ...more };
};

export interface ShellRun {
  readonly exit: number | null;
  /** Standard output and standard error together. */
  readonly output: string;
}

/** Runs a block of a document as it stands; it ends at the first command that fails. */
export function runBlock(
  text: string,
  cwd: string,
  more: Readonly<Record<string, string>> = {},
): Promise<ShellRun> {
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-euo", "pipefail", "-c", text], { cwd, env: environment(more) });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (piece: string) => {
        output += piece;
      });
    child.on("error", reject);
    child.on("close", (exit) => resolve({ exit, output }));
  });
}

/** Runs a block that goes on until it is stopped, as in a terminal of its own; resolves with what `ready` found in its output. */
export function startBlock(
  text: string,
  {
    cwd,
    ready,
    more,
  }: { readonly cwd: string; readonly ready: RegExp; readonly more: Record<string, string> },
): Promise<{ readonly found: RegExpExecArray; stop(): Promise<void> }> {
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-c", text], { cwd, env: environment(more), detached: true });
    const ended = new Promise<void>((done) => child.on("close", () => done()));
    const stop = async (): Promise<void> => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGINT");
      await ended;
    };
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (piece: string) => {
        output += piece;
        const found = ready.exec(output);
        if (found !== null) resolve({ found, stop });
      });
    void ended.then(() => reject(new Error(`it ended: ${output}`)));
  });
}
