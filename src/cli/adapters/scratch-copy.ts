import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import glob from "fast-glob";

/** A copy of a repository with its own git history, identity and bare remote; the original is never touched. */
export interface ScratchCopy {
  readonly root: string;
  /** For people. */
  readonly what: string;
  git(...args: readonly string[]): string;
  remove(): void;
}

/** Copies what git does not ignore, then commits and pushes it to a bare remote beside the copy. */
export function makeScratchCopy(original: string, branch: string): ScratchCopy {
  const base = mkdtempSync(join(tmpdir(), "gpt-pipeline-hub-"));
  const root = join(base, "repository");
  const remote = join(base, "remote.git");
  const files = unignoredFiles(original).filter((path) => lstatSync(join(original, path)).isFile());
  for (const path of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    copyFileSync(join(original, path), join(root, path));
  }
  const git = (...args: readonly string[]): string => runGit(root, args);
  runGit(base, ["init", "--quiet", "--bare", `--initial-branch=${branch}`, remote]);
  git("init", "--quiet", `--initial-branch=${branch}`);
  git("config", "user.name", "Guided Tour");
  git("config", "user.email", "tour@localhost");
  git("remote", "add", "origin", remote);
  git("add", "--all", "--force");
  git("commit", "--quiet", "-m", "chore: the repository as it was found");
  git("push", "--quiet", "--set-upstream", "origin", branch);
  return {
    root,
    what: `a scratch copy of ${files.length} files`,
    git,
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** The repository itself, for those who want the tour's commits for good. */
export function useInPlace(root: string): ScratchCopy {
  return { root, what: root, git: (...args) => runGit(root, args), remove: () => undefined };
}

function unignoredFiles(original: string): readonly string[] {
  if (!existsSync(join(original, ".git"))) {
    return glob.sync("**/*", {
      cwd: original,
      dot: true,
      ignore: ["**/node_modules/**", "dist/**", ".pipeline/**"],
    });
  }
  const listed = runGit(original, ["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
  return listed.split("\0").filter((path) => path !== "" && existsSync(join(original, path)));
}

/** The caller's own settings (hooks, signing, templates) stay out of the copy. */
function runGit(cwd: string, args: readonly string[]): string {
  const environment = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  return execFileSync("git", ["-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0", ...args], {
    cwd,
    env: environment,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
  });
}
