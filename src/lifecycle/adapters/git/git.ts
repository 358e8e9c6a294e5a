import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Git, GitConflict } from "../../git.ts";
import { hasKeptLogs, putLogsBack } from "../kept-logs.ts";
import { OWN_IDENTITY } from "./git-identity.ts";
import { changedHere, demand, optionalText, type RunGit, runGit } from "./git-process.ts";
import { pushAtomic, takeBack } from "./git-push.ts";
import { updateFrom } from "./git-update.ts";

/** Git by its own program, as arguments and never through a shell. `environment` is what git may see. */
export function createGit(root: string, environment: NodeJS.ProcessEnv): Git {
  const run: RunGit = (args, input) => runGit(root, environment, args, input);
  return {
    head: async () => optionalText(await run(["rev-parse", "--verify", "--quiet", "HEAD"])),
    branch: async () => optionalText(await run(["symbolic-ref", "--quiet", "--short", "HEAD"])),
    isShallow: async () => (await run(["rev-parse", "--is-shallow-repository"])).stdout.trim() === "true",
    dirtyPaths: () => changedHere(run),
    stagedPaths: () => stagedPaths(run),
    unfinished: () => unfinishedWork(run),
    commit: (paths, message) => commitPaths(run, paths, message),
    commitOf: (operation) => findOperation(run, operation),
    tag: (name, message, commit) => createTag(run, { name, message, commit }),
    push: (branch, tags) => pushAtomic(run, branch, tags),
    takeBack: (commit, paths, tags) => takeBack(run, commit, paths, tags),
    update: (branch) => updateFrom(run, root, branch),
    restoreLogs: async () => {
      if (hasKeptLogs(root) && (await unfinishedWork(run)) === undefined) await putLogsBack(run, root);
    },
    actor: () => actorOf(run, environment),
    mergeBase: async (reference) => optionalText(await run(["merge-base", reference, "HEAD"])),
    changedSince: (commit) => changedPaths(run, commit),
  };
}

async function unfinishedWork(run: RunGit): Promise<string | undefined> {
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

async function identity(run: RunGit): Promise<readonly string[]> {
  const known = await run(["config", "user.email"]);
  return known.code === 0 && known.stdout.trim() !== "" ? [] : OWN_IDENTITY;
}

/** Where HEAD holds these bytes already, because a person committed them, that commit is the one. */
async function commitPaths(run: RunGit, paths: readonly string[], message: string): Promise<string> {
  const list = paths.join("\0");
  await demand(run, ["add", "--force", "--all", "--pathspec-from-file=-", "--pathspec-file-nul"], list);
  const staged = await stagedPaths(run);
  if (!paths.some((path) => staged.includes(path))) return headOf(run);
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
  return headOf(run);
}

const headOf = async (run: RunGit): Promise<string> => (await demand(run, ["rev-parse", "HEAD"])).trim();

const stagedPaths = async (run: RunGit): Promise<readonly string[]> =>
  (await demand(run, ["diff", "--cached", "--name-only", "-z", "--no-renames"]))
    .split("\0")
    .filter((path) => path !== "");

async function findOperation(run: RunGit, operation: string): Promise<string | undefined> {
  return optionalText(
    await run(["log", "-1", "--format=%H", "--fixed-strings", `--grep=Operation: ${operation}`]),
  );
}

async function createTag(run: RunGit, tag: { name: string; message: string; commit: string }): Promise<void> {
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

async function actorOf(run: RunGit, environment: NodeJS.ProcessEnv): Promise<string> {
  const workflowActor = environment["GITHUB_ACTOR"];
  if (workflowActor !== undefined && workflowActor !== "") return workflowActor;
  const name = optionalText(await run(["config", "user.name"]));
  const mail = optionalText(await run(["config", "user.email"]));
  if (name === undefined && mail === undefined) return environment["USER"] ?? "unknown";
  return mail === undefined ? `${name}` : `${name ?? ""} <${mail}>`.trim();
}

async function changedPaths(run: RunGit, commit: string): Promise<readonly string[]> {
  const tracked = await demand(run, ["diff", "--name-only", "-z", "--no-renames", commit, "--"]);
  const untracked = await demand(run, ["ls-files", "--others", "--exclude-standard", "-z"]);
  return [...new Set([...tracked.split("\0"), ...untracked.split("\0")])]
    .filter((path) => path !== "")
    .sort();
}
