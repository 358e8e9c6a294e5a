import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { EXIT } from "../../prompts/exit-code.ts";
import { type Git, GitConflict, GitFailure } from "../git.ts";

interface GitResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Run = (args: readonly string[], input?: string) => Promise<GitResult>;

/** Hooks of a checkout are never run: it may be somebody else's pull request. */
const SAFE = ["-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false"] as const;
const IDENTITY = ["-c", "user.name=gpt-pipeline-hub", "-c", "user.email=gpt-pipeline-hub@localhost"] as const;

/** Git by its own program, as arguments and never through a shell. `environment` is what git may see. */
export function createGit(root: string, environment: NodeJS.ProcessEnv): Git {
  const run: Run = (args, input) => runGit(root, environment, args, input);
  return {
    head: async () => optionalText(await run(["rev-parse", "--verify", "--quiet", "HEAD"])),
    branch: async () => optionalText(await run(["symbolic-ref", "--quiet", "--short", "HEAD"])),
    isShallow: async () => (await run(["rev-parse", "--is-shallow-repository"])).stdout.trim() === "true",
    dirtyPaths: async () =>
      statusPaths(await demand(run, ["status", "--porcelain=v1", "-z", "--untracked-files=all"])),
    unfinished: () => unfinishedWork(run),
    commit: (paths, message) => commitPaths(run, paths, message),
    commitOf: (operation) => findOperation(run, operation),
    tag: (name, message, commit) => createTag(run, { name, message, commit }),
    push: (branch, tags) => pushAtomic(run, branch, tags),
    actor: () => actorOf(run, environment),
    mergeBase: async (reference) => optionalText(await run(["merge-base", reference, "HEAD"])),
    changedSince: (commit) => changedPaths(run, commit),
  };
}

function runGit(
  root: string,
  environment: NodeJS.ProcessEnv,
  args: readonly string[],
  input?: string,
): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const options = {
      cwd: root,
      env: { ...environment, LC_ALL: "C", GIT_TERMINAL_PROMPT: "0" },
      maxBuffer: 256 * 1024 * 1024,
    };
    const child = execFile("git", [...SAFE, ...args], options, (error, stdout, stderr) => {
      if (error !== null && typeof error.code === "string") {
        reject(new GitFailure("git could not be started", error.message, EXIT.usage));
      } else resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
    if (input !== undefined) child.stdin?.end(input);
  });
}

async function demand(run: Run, args: readonly string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await run(args, input);
  if (code !== 0) throw new GitFailure(`git ${args[0]} failed: ${lastLine(stderr)}`, stderr);
  return stdout;
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";

const optionalText = ({ code, stdout }: GitResult): string | undefined =>
  code === 0 && stdout.trim() !== "" ? stdout.trim() : undefined;

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

async function unfinishedWork(run: Run): Promise<string | undefined> {
  const folder = optionalText(await run(["rev-parse", "--absolute-git-dir"]));
  if (folder === undefined) return undefined;
  const signs: readonly (readonly [string, string])[] = [
    ["index.lock", "another git command is running, or was killed and left .git/index.lock"],
    ["MERGE_HEAD", "a merge is not finished"],
    ["rebase-merge", "a rebase is not finished"],
    ["rebase-apply", "a rebase is not finished"],
  ];
  return signs.find(([name]) => existsSync(join(folder, name)))?.[1];
}

async function identity(run: Run): Promise<readonly string[]> {
  const known = await run(["config", "user.email"]);
  return known.code === 0 && known.stdout.trim() !== "" ? [] : IDENTITY;
}

async function commitPaths(run: Run, paths: readonly string[], message: string): Promise<string> {
  const list = paths.join("\0");
  await demand(run, ["add", "--force", "--all", "--pathspec-from-file=-", "--pathspec-file-nul"], list);
  const who = await identity(run);
  await demand(
    run,
    [
      ...who,
      "commit",
      "--quiet",
      "--no-verify",
      "--only",
      "-m",
      message,
      "--pathspec-from-file=-",
      "--pathspec-file-nul",
    ],
    list,
  );
  return (await demand(run, ["rev-parse", "HEAD"])).trim();
}

async function findOperation(run: Run, operation: string): Promise<string | undefined> {
  return optionalText(
    await run(["log", "-1", "--format=%H", "--fixed-strings", `--grep=Operation: ${operation}`]),
  );
}

async function createTag(run: Run, tag: { name: string; message: string; commit: string }): Promise<void> {
  await demand(run, ["check-ref-format", `refs/tags/${tag.name}`]);
  const existing = optionalText(
    await run(["rev-parse", "--verify", "--quiet", `refs/tags/${tag.name}^{commit}`]),
  );
  if (existing === tag.commit) return;
  if (existing !== undefined)
    throw new GitConflict(
      `tag ${tag.name} stands on ${existing.slice(0, 12)} already, not on ${tag.commit.slice(0, 12)}`,
      "",
    );
  const who = await identity(run);
  await demand(run, [...who, "tag", "--annotate", "-m", tag.message, "--", tag.name, tag.commit]);
}

async function pushAtomic(run: Run, branch: string, tags: readonly string[]): Promise<void> {
  const references = [`HEAD:refs/heads/${branch}`, ...tags.map((tag) => `refs/tags/${tag}`)];
  const { code, stderr } = await run(["push", "--quiet", "--atomic", "origin", ...references]);
  if (code === 0) return;
  if (/fetch first|non-fast-forward|stale info|already exists/.test(stderr)) {
    throw new GitConflict(`origin's ${branch} has moved on; nothing was pushed`, stderr);
  }
  throw new GitFailure(`origin refused the push: ${stderr.trim()}`, stderr);
}

async function actorOf(run: Run, environment: NodeJS.ProcessEnv): Promise<string> {
  const workflowActor = environment["GITHUB_ACTOR"];
  if (workflowActor !== undefined && workflowActor !== "") return workflowActor;
  const name = optionalText(await run(["config", "user.name"]));
  const mail = optionalText(await run(["config", "user.email"]));
  if (name === undefined && mail === undefined) return environment["USER"] ?? "unknown";
  return mail === undefined ? `${name}` : `${name ?? ""} <${mail}>`.trim();
}

async function changedPaths(run: Run, commit: string): Promise<readonly string[]> {
  const tracked = await demand(run, ["diff", "--name-only", "-z", "--no-renames", commit, "--"]);
  const untracked = await demand(run, ["ls-files", "--others", "--exclude-standard", "-z"]);
  return [...new Set([...tracked.split("\0"), ...untracked.split("\0")])]
    .filter((path) => path !== "")
    .sort();
}
