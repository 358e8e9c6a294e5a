import { FOLDERS } from "../../../prompts/layout.ts";
import { type GitResult, type RunGit, runGit } from "./git-process.ts";

const MOST_CHANGES = "200";
/** What the record tells of: without a file of these there is nothing left that it could be missed for. */
const TOLD_OF = [FOLDERS.production, FOLDERS.archive];
/** Main's own commits; a merge counts by what it changed. */
const MAINLINE = ["log", "--first-parent", "--diff-merges=first-parent"];
const COUNTS = ["--numstat", "--text", "--no-renames", "--no-ext-diff", "--no-textconv"];

/**
 * Texts of an append-only log that may hold lines which `text` holds no more, the oldest first: as the file was just before lines went
 * away, in the working tree since HEAD and in the newest 200 of main's own commits that changed it; and as it was in any older one whose
 * message names an operation that `text` does not. Counting deletions reads every version of a growing file, names of operations read
 * none. A shallow clone knows its own commits alone. A commit that took the whole file and every version away began anew, as a template's
 * clean-up does: nothing before it counts. Empty outside git.
 */
export async function textsBeforeLosses(
  root: string,
  environment: NodeJS.ProcessEnv,
  path: string,
  text: string,
): Promise<readonly string[]> {
  const run: RunGit = (args) => runGit(root, environment, args);
  const range = await sinceBeginning(run, path);
  const [here, losing, telling] = await Promise.all([
    run(["diff", ...COUNTS, "HEAD", "--", path]),
    run([...MAINLINE, "-n", MOST_CHANGES, "--format=commit %H", ...COUNTS, ...range, "--", path]),
    run([...MAINLINE, `--format=${NAMED}`, ...range, "--", path]),
  ]);
  const texts: string[] = [];
  const known = new Set(operationsIn(text));
  const take = async (source: string): Promise<void> => {
    const { code, stdout } = await run(["show", `${source}:${path}`]);
    if (code !== 0) return;
    texts.push(stdout);
    for (const operation of operationsIn(stdout)) known.add(operation);
  };
  if (hasLoss(here)) await take("HEAD");
  for (const commit of losingCommits(losing)) await take(`${commit}^`);
  for (const { commit, operations } of namingCommits(telling))
    if (operations.some((operation) => !known.has(operation))) await take(commit);
  return texts.toReversed();
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

const NAMED = "%H %(trailers:key=Operation,valueonly,separator=%x20)";

const namingCommits = ({ code, stdout }: GitResult) =>
  (code === 0 ? stdout.split("\n") : []).map((line) => {
    const [commit = "", ...operations] = line.trim().split(/ +/);
    return { commit, operations };
  });

const operationsIn = (text: string): readonly string[] =>
  [...text.matchAll(/"operation":"([^"]*)"/g)].map(([, operation = ""]) => operation);

/** The revisions after the newest commit that began anew; all where none did. */
async function sinceBeginning(run: RunGit, path: string): Promise<readonly string[]> {
  const { code, stdout } = await run([...MAINLINE, "--diff-filter=D", "--format=%H", "--", path]);
  for (const commit of code === 0 ? stdout.split("\n").filter((line) => line !== "") : []) {
    const left = await run(["ls-tree", "-r", "--name-only", commit, "--", path, ...TOLD_OF]);
    if (left.code === 0 && left.stdout === "") return [`${commit}..HEAD`];
  }
  return [];
}
