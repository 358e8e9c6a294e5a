import { FOLDERS } from "../../prompts/layout.ts";
import { type GitResult, type RunGit, runGit } from "./git-process.ts";

const MOST_CHANGES = "200";
/** What the record tells of: without a file of these there is nothing left that it could be missed for. */
const TOLD_OF = [FOLDERS.production, FOLDERS.archive];

/**
 * The texts of an append-only file as they were just before lines went away: in the working tree since HEAD, and in the newest 200 of
 * main's own commits that changed it; a merge counts by what it changed. The oldest first. Whatever was taken away shows as a
 * deletion, however old the line was, so that the newest commits are enough; a shallow clone knows its own commits alone. A commit that
 * took the whole file and every version away began anew, as a template's clean-up does: nothing before it counts. Empty outside git.
 */
export async function textsBeforeLosses(
  root: string,
  environment: NodeJS.ProcessEnv,
  path: string,
): Promise<readonly string[]> {
  const run: RunGit = (args) => runGit(root, environment, args);
  const counts = ["--numstat", "--text", "--no-renames", "--no-ext-diff", "--no-textconv"];
  const mainline = ["--first-parent", "--diff-merges=first-parent", "-n", MOST_CHANGES, "--format=commit %H"];
  const [log, here] = await Promise.all([
    run(["log", ...mainline, ...counts, "--", path]),
    run(["diff", ...counts, "HEAD", "--", path]),
  ]);
  const losing = await sinceBeginning(run, losingCommits(log), path);
  const sources = [...(hasLoss(here) ? ["HEAD"] : []), ...losing.map((commit) => `${commit}^`)];
  const texts: string[] = [];
  for (const source of sources.toReversed()) {
    const { code, stdout } = await run(["show", `${source}:${path}`]);
    if (code === 0) texts.push(stdout);
  }
  return texts;
}

const LOSS = /^\d+\t[1-9]\d*\t/m;

const hasLoss = ({ code, stdout }: GitResult): boolean => code === 0 && LOSS.test(stdout);

const losingCommits = ({ code, stdout }: GitResult): readonly string[] =>
  code !== 0
    ? []
    : stdout
        .split("commit ")
        .filter((part) => LOSS.test(part))
        .map((part) => part.split("\n")[0]?.trim() ?? "");

/** Commits newer than the newest one that began anew; all where none did. */
async function sinceBeginning(
  run: RunGit,
  commits: readonly string[],
  path: string,
): Promise<readonly string[]> {
  const since: string[] = [];
  for (const commit of commits) {
    const { code, stdout } = await run(["ls-tree", "-r", "--name-only", commit, "--", path, ...TOLD_OF]);
    if (code === 0 && stdout === "") return since;
    since.push(commit);
  }
  return since;
}
