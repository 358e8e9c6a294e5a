import type { ChangedPath } from "../../foreign-change.ts";
import { demand, optionalText, type RunGit, runGit } from "./git-process.ts";

/** What a commit changes since it left this branch; undefined where they share no history. */
export interface ForeignCommit {
  readonly changed: readonly ChangedPath[];
  read(blob: string): Promise<string>;
}

/** Asks origin for the commit where it is not here yet. Nothing is checked out. Throws `GitFailure` where nobody has it. */
export async function readForeignCommit(
  root: string,
  environment: NodeJS.ProcessEnv,
  commit: string,
): Promise<ForeignCommit | undefined> {
  const run: RunGit = (args, input) => runGit(root, environment, args, input);
  const { code } = await run(["cat-file", "-e", `${commit}^{commit}`]);
  if (code !== 0) await demand(run, ["fetch", "--quiet", "--no-tags", "origin", commit]);
  const base = optionalText(await run(["merge-base", "HEAD", commit]));
  if (base === undefined) return undefined;
  const raw = await demand(run, ["diff", "--raw", "-z", "--no-abbrev", "--no-renames", base, commit]);
  const changed: ChangedPath[] = [];
  for (const [, mode = "", blob = "", path = ""] of raw.matchAll(
    /:\d{6} (\d{6}) [0-9a-f]+ ([0-9a-f]+) [A-Z]\0([^\0]+)\0/g,
  )) {
    const isFile = mode.startsWith("10");
    const bytes = isFile ? Number(await demand(run, ["cat-file", "-s", blob])) : 0;
    changed.push({ path, mode, blob: isFile ? blob : "", bytes });
  }
  return { changed, read: (blob) => demand(run, ["cat-file", "blob", blob]) };
}
