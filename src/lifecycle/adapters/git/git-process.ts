import { execFile } from "node:child_process";
import { EXIT } from "../../../prompts/exit-code.ts";
import { GitFailure } from "../../git.ts";
import { gitCredentials } from "./git-credentials.ts";

export interface GitResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export type RunGit = (args: readonly string[], input?: string) => Promise<GitResult>;

/** Nothing that a checkout brings is ever run, since it may be somebody else's pull request; paths are paths, not patterns. */
const SAFE = [
  "--literal-pathspecs",
  ...["-c", "core.hooksPath=/dev/null"],
  ...["-c", "core.fsmonitor=false"],
  ...["-c", "core.quotePath=false"],
] as const;

/**
 * Runs git in a folder, as a program and never through a shell. One that ends before it has read its input says why by its
 * exit code, and the broken pipe is no error of its own. Throws `GitFailure` with exit 2 where there is no git.
 */
export function runGit(
  root: string,
  environment: NodeJS.ProcessEnv,
  args: readonly string[],
  input?: string,
): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const options = {
      cwd: root,
      env: {
        ...environment,
        ...gitCredentials(environment),
        ...{ LC_ALL: "C", GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0" },
      },
      maxBuffer: 256 * 1024 * 1024,
    };
    const child = execFile("git", [...SAFE, ...args], options, (error, stdout, stderr) => {
      if (error !== null && typeof error.code === "string") {
        reject(new GitFailure("git could not be started", error.message, EXIT.usage));
      } else if (error?.signal) resolve({ code: 1, stdout, stderr: `${stderr}\nstopped by ${error.signal}` });
      else resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
    child.stdin?.on("error", () => undefined);
    if (input !== undefined) child.stdin?.end(input);
  });
}

/** What git prints. Throws `GitFailure` where it fails. */
export async function demand(run: RunGit, args: readonly string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await run(args, input);
  if (code !== 0) throw new GitFailure(`git ${args[0]} failed: ${tellingLine(stderr)}`, stderr);
  return stdout;
}

/** The first line in which git says what is wrong; advice stands before and behind it. */
function tellingLine(text: string): string {
  const lines = text.trim().split("\n");
  return lines.find((line) => /^(?:fatal|error): /.test(line)) ?? lines.at(-1) ?? "";
}

/** What git prints, or undefined where it fails or prints nothing. */
export const optionalText = ({ code, stdout }: GitResult): string | undefined =>
  code === 0 && stdout.trim() !== "" ? stdout.trim() : undefined;

/** Whether everything of the first commit is in the second one's past; a commit is in its own. */
export async function isAncestor(run: RunGit, earlier: string, later: string): Promise<boolean> {
  return (await run(["merge-base", "--is-ancestor", earlier, later])).code === 0;
}

/** Changed, staged or untracked paths, without ignored ones. */
export async function changedHere(run: RunGit): Promise<readonly string[]> {
  return statusPaths(await demand(run, ["status", "--porcelain=v1", "-z", "--untracked-files=all"]));
}

/** Porcelain v1 with NUL: `XY path`, and for a rename a second field with the old path. */
function statusPaths(output: string): readonly string[] {
  const fields = output.split("\0").filter((field) => field !== "");
  const paths: string[] = [];
  for (let at = 0; at < fields.length; at += 1) {
    const field = fields[at] ?? "";
    paths.push(field.slice(3));
    if (field.startsWith("R") || field.startsWith("C")) at += 1;
  }
  return paths;
}
