import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RemoteRefused } from "../../git.ts";
import { OWN_IDENTITY } from "./git-identity.ts";
import { demand, optionalText, type RunGit, runGit } from "./git-process.ts";

export interface BranchOffer {
  readonly branch: string;
  readonly message: string;
  /** New texts by path, on top of HEAD. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Offers files as one commit on a branch of origin, without touching working tree, index or HEAD. A branch that holds these files
 * already stays as it is; an older offer under the same name is replaced. Returns the commit there.
 */
export async function offerBranch(
  root: string,
  environment: NodeJS.ProcessEnv,
  { branch, message, files }: BranchOffer,
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "git-index-"));
  const run: RunGit = (args, input) =>
    runGit(root, { ...environment, GIT_INDEX_FILE: join(folder, "index") }, args, input);
  try {
    const tree = await writeTree(run, files);
    await run([
      "fetch",
      "--quiet",
      "--no-tags",
      "origin",
      `+refs/heads/${branch}:refs/remotes/origin/${branch}`,
    ]);
    const there = optionalText(
      await run(["rev-parse", "--verify", "--quiet", `refs/remotes/origin/${branch}`]),
    );
    if (there !== undefined && (await treeOf(run, there)) === tree) return there;
    const commit = await writeCommit(run, tree, message);
    await push(run, branch, commit, there);
    return commit;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const treeOf = async (run: RunGit, commit: string): Promise<string> =>
  (await demand(run, ["rev-parse", `${commit}^{tree}`])).trim();

async function writeTree(run: RunGit, files: BranchOffer["files"]): Promise<string> {
  await demand(run, ["read-tree", "HEAD"]);
  for (const [path, text] of Object.entries(files)) {
    const blob = (await demand(run, ["hash-object", "-w", "--stdin"], text)).trim();
    await demand(run, ["update-index", "--add", "--cacheinfo", `100644,${blob},${path}`]);
  }
  return (await demand(run, ["write-tree"])).trim();
}

async function writeCommit(run: RunGit, tree: string, message: string): Promise<string> {
  const known = await run(["config", "user.email"]);
  const identity = known.code === 0 && known.stdout.trim() !== "" ? [] : OWN_IDENTITY;
  return (await demand(run, [...identity, "commit-tree", tree, "-p", "HEAD", "-m", message])).trim();
}

async function push(run: RunGit, branch: string, commit: string, there: string | undefined): Promise<void> {
  const lease = `--force-with-lease=refs/heads/${branch}:${there ?? ""}`;
  const { code, stderr } = await run(["push", "--quiet", lease, "origin", `${commit}:refs/heads/${branch}`]);
  if (code === 0) return;
  const last = stderr.trim().split("\n").at(-1) ?? "";
  throw new RemoteRefused(`origin did not take branch ${branch}: ${last}`, stderr);
}
