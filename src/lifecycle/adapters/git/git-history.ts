import type { ProductionChange } from "../../production-arrival.ts";
import { OWN_MAIL } from "./git-identity.ts";
import { demand, optionalText, type RunGit, runGit } from "./git-process.ts";

/** What the repository's own git still knows of files and tags. Empty outside git. */
export interface GitHistory {
  /** Every text that a path ever had in a commit reachable from HEAD, the newest first; at most 100. */
  textsOf(path: string): Promise<readonly string[]>;
  /** A file as a commit has it; undefined where the commit or the file is not there. */
  textAt(commit: string, path: string): Promise<string | undefined>;
  /** The oldest commit reachable from HEAD that brought this whole line into a file; its letters, blanks, digits and dots count as themselves. */
  arrivalOf(path: string, line: string): Promise<string | undefined>;
  /** Main's own commits from the newest that changed one of these paths up to HEAD, both included; merged ones count by their merge. */
  commitsSince(paths: readonly string[]): Promise<readonly string[]>;
  /** Main's own commits after a commit that changed something below a folder. */
  changesBelow(folder: string, since: string): Promise<readonly ProductionChange[]>;
  /** The commit of every operation that a message reachable from HEAD names. */
  operations(): Promise<ReadonlyMap<string, string>>;
  /** The commit that each tag below a prefix stands on. */
  tags(prefix: string): Promise<ReadonlyMap<string, string>>;
  /** Brings origin's tags below a prefix here, as `git pull origin main` does not; those that are here stay as they are. */
  fetchTags(prefix: string): Promise<void>;
}

const MOST_COMMITS = "100";

export function createGitHistory(root: string, environment: NodeJS.ProcessEnv): GitHistory {
  const run: RunGit = (args, input) => runGit(root, environment, args, input);
  return {
    textsOf: async (path) => {
      const log = optionalText(await run(["log", "--format=%H", "-n", MOST_COMMITS, "--", path]));
      const texts = new Set<string>();
      for (const commit of log?.split("\n") ?? []) {
        const { code, stdout } = await run(["show", `${commit}:${path}`]);
        if (code === 0) texts.add(stdout);
      }
      return [...texts];
    },
    textAt: async (commit, path) => {
      if (!/^[0-9a-f]{40,64}$/.test(commit)) return undefined;
      const { code, stdout } = await run(["show", `${commit}:${path}`]);
      return code === 0 ? stdout : undefined;
    },
    arrivalOf: (path, line) => oldestWith(run, path, line),
    commitsSince: async (paths) => {
      const newest = ["log", "--first-parent", "--format=%H", "-n", "1", "--", ...paths];
      const last = optionalText(await run(newest));
      if (last === undefined) return [];
      const since = optionalText(await run(["rev-list", "--first-parent", `${last}..HEAD`]));
      return [...(since?.split("\n") ?? []), last];
    },
    changesBelow: async (folder, since) => {
      const format = "--format=%ce %(trailers:key=Operation,valueonly,separator=%x20)";
      const log = await demand(run, ["log", "--first-parent", format, `${since}..HEAD`, "--", folder]);
      return log.split("\n").flatMap((line) => (line === "" ? [] : [productionChange(line)]));
    },
    operations: async () => {
      const format = "--format=%H %(trailers:key=Operation,valueonly,separator=%x20)";
      const lines = optionalText(await run(["log", format]))?.split("\n") ?? [];
      const named = lines.flatMap((line) => {
        const [commit = "", ...operations] = line.trim().split(/ +/);
        return operations.map((operation) => [operation, commit] as const);
      });
      return new Map(named.toReversed());
    },
    tags: async (prefix) => {
      const format = "--format=%(refname:strip=2) %(objectname) %(*objectname)";
      const listed = optionalText(await run(["for-each-ref", format, `refs/tags/${prefix}`]));
      const lines = listed?.split("\n").map((line) => line.trim().split(" ")) ?? [];
      return new Map(lines.map(([name = "", own = "", peeled]) => [name, peeled ?? own]));
    },
    fetchTags: async (prefix) => {
      await run(["fetch", "--quiet", "--no-tags", "origin", `refs/tags/${prefix}*:refs/tags/${prefix}*`]);
    },
  };
}

async function oldestWith(run: RunGit, path: string, line: string): Promise<string | undefined> {
  const asText = ["--topo-order", "--text", "--no-ext-diff", "--no-textconv", "--format=%H"];
  const log = await run(["log", ...asText, `-G^${line.replaceAll(".", "[.]")}$`, "--", path]);
  return optionalText(log)?.split("\n").at(-1);
}

function productionChange(line: string): ProductionChange {
  const [mail, ...operations] = line.trim().split(/ +/);
  return { operations, isOwn: mail === OWN_MAIL };
}
