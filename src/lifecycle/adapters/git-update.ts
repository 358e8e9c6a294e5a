import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { REGISTRY_FILE } from "../../prompts/layout.ts";
import { GitConflict } from "../git.ts";
import { changedHere, demand, isAncestor, optionalText, type RunGit } from "./git-process.ts";

/** Fetches origin's branch and moves HEAD and files forwards to it; a checkout that has its commits already stays. */
export async function updateFrom(run: RunGit, root: string, branch: string): Promise<void> {
  const there = await fetchForwards(run, branch);
  if (await isAncestor(run, there, "HEAD")) return;
  if (!(await isAncestor(run, "HEAD", there))) {
    throw new GitConflict(
      `origin's ${branch} has moved on, and this checkout has commits of its own: bring them together first (git pull --rebase origin ${branch}); nothing was pushed`,
      "",
    );
  }
  const kept = await putLogsAside(run, root, there);
  await demand(run, ["merge", "--ff-only", "--quiet", there]);
  for (const { path, lines } of kept) appendMissing(join(root, path), lines);
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

interface KeptLog {
  readonly path: string;
  readonly lines: readonly string[];
}

/** Files that both sides changed: own lines of logs are returned, and the files are put out of the way. */
async function putLogsAside(run: RunGit, root: string, there: string): Promise<readonly KeptLog[]> {
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
  const kept: KeptLog[] = [];
  for (const path of both) kept.push(await putAside(run, root, path));
  return kept;
}

async function putAside(run: RunGit, root: string, path: string): Promise<KeptLog> {
  const file = join(root, path);
  const own = existsSync(file) ? linesOf(readFileSync(file, "utf8")) : [];
  const committed = await run(["show", `HEAD:${path}`]);
  if (committed.code === 0) await demand(run, ["restore", "--staged", "--worktree", "--", path]);
  else rmSync(file, { force: true });
  const known = new Set(linesOf(committed.stdout));
  return { path, lines: path === REGISTRY_FILE ? [] : own.filter((line) => !known.has(line)) };
}

function appendMissing(file: string, lines: readonly string[]): void {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const known = new Set(linesOf(text));
  const missing = lines.filter((line) => !known.has(line));
  if (missing.length === 0) return;
  const start = text === "" || text.endsWith("\n") ? "" : "\n";
  appendFileSync(file, `${start}${missing.join("\n")}\n`);
}

const linesOf = (text: string): readonly string[] => text.split("\n").filter((line) => line !== "");
