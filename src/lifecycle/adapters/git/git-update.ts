import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { REGISTRY_FILE } from "../../../prompts/layout.ts";
import { GitConflict } from "../../git.ts";
import { type KeptLog, keepLogs, linesOf, putLogsBack } from "../kept-logs.ts";
import { changedHere, demand, isAncestor, optionalText, type RunGit } from "./git-process.ts";

/** Fetches origin's branch and moves HEAD and files forwards to it; a checkout that has its commits already stays. */
export async function updateFrom(run: RunGit, root: string, branch: string): Promise<void> {
  await putLogsBack(run, root);
  const there = await fetchForwards(run, branch);
  if (await isAncestor(run, there, "HEAD")) return;
  if (!(await isAncestor(run, "HEAD", there))) {
    throw new GitConflict(
      `origin's ${branch} has moved on, and this checkout has commits of its own: bring them together first (git pull --rebase origin ${branch}); nothing was pushed`,
      "",
    );
  }
  await putLogsAside(run, root, there);
  await demand(run, ["merge", "--ff-only", "--quiet", there]);
  await putLogsBack(run, root);
}

async function fetchForwards(run: RunGit, branch: string): Promise<string> {
  const reference = `refs/remotes/origin/${branch}`;
  const before = optionalText(await run(["rev-parse", "--verify", "--quiet", reference]));
  await demand(run, ["fetch", "--quiet", "origin", `+refs/heads/${branch}:${reference}`]);
  const after = (await demand(run, ["rev-parse", "--verify", reference])).trim();
  if (before === undefined || (await isAncestor(run, before, after))) return after;
  throw new GitConflict(
    `origin's ${branch} was rewound from ${before.slice(0, 12)} to ${after.slice(0, 12)}: find out who did that and why; nothing was pushed`,
    "",
  );
}

/** Files that both sides changed: own lines of logs are kept, then the files are put out of the way. */
async function putLogsAside(run: RunGit, root: string, there: string): Promise<void> {
  const arriving = (await demand(run, ["diff", "--name-only", "-z", "--no-renames", "HEAD", there])).split(
    "\0",
  );
  const both = (await changedHere(run)).filter((path) => arriving.includes(path));
  const foreign = both.filter((path) => path !== REGISTRY_FILE && !path.endsWith(".jsonl"));
  if (foreign.length > 0) {
    throw new GitConflict(
      `origin has moved on and changes what is changed here: ${foreign.join(", ")}; nothing was pushed`,
      "",
    );
  }
  if (both.length === 0) return;
  const kept: KeptLog[] = [];
  for (const path of both) kept.push({ path, lines: await ownLines(run, root, path) });
  keepLogs(
    root,
    kept.filter(({ lines }) => lines.length > 0),
  );
  for (const path of both) await takeAway(run, root, path);
}

async function ownLines(run: RunGit, root: string, path: string): Promise<readonly string[]> {
  const file = join(root, path);
  if (path === REGISTRY_FILE || !existsSync(file)) return [];
  const known = new Set(linesOf((await run(["show", `HEAD:${path}`])).stdout));
  return linesOf(readFileSync(file, "utf8")).filter((line) => !known.has(line));
}

async function takeAway(run: RunGit, root: string, path: string): Promise<void> {
  const isCommitted = (await run(["cat-file", "-e", `HEAD:${path}`])).code === 0;
  if (isCommitted) await demand(run, ["restore", "--staged", "--worktree", "--", path]);
  else rmSync(join(root, path), { force: true });
}
