import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TreeChanges } from "../a-repository.ts";

/** A bare repository and an author's clone of it, in a folder of their own. */
export class AuthorClone {
  readonly bare: string;
  readonly root: string;

  constructor(folder: string, repository: string) {
    this.bare = join(folder, "repositories", repository);
    this.root = join(folder, "author");
    mkdirSync(this.bare, { recursive: true });
    runGit(this.bare, ["init", "--quiet", "--bare", "--initial-branch=main"]);
    runGit(folder, ["clone", "--quiet", this.bare, this.root]);
  }

  git(...args: readonly string[]): string {
    return runGit(this.root, args);
  }

  remoteGit(...args: readonly string[]): string {
    return runGit(this.bare, args);
  }

  /** Files on top of a branch, or of main where the branch is new, committed and pushed; returns the commit. */
  author(branch: string, changes: TreeChanges, message: string): string {
    this.git("fetch", "--quiet", "origin");
    const base = ["main", branch].filter((name) => this.#has(name)).at(-1);
    this.git("checkout", "--quiet", "-B", branch, ...(base === undefined ? [] : [`origin/${base}`]));
    writeFiles(this.root, changes);
    this.git("add", "--all");
    this.git("commit", "--quiet", "-m", message);
    this.git("push", "--quiet", "origin", `HEAD:refs/heads/${branch}`);
    return this.git("rev-parse", "HEAD").trim();
  }

  /** A file of a commit; undefined where there is none. */
  read(commit: string, path: string): string | undefined {
    return fileIn(this.bare, commit, path);
  }

  /** Full names with their commits. */
  references(): readonly (readonly [name: string, commit: string])[] {
    const lines = this.remoteGit("for-each-ref", "--format=%(refname) %(objectname)").trim().split("\n");
    return lines.map((line) => line.split(" ")).map(([name = "", commit = ""]) => [name, commit] as const);
  }

  #has(branch: string): boolean {
    return this.remoteGit("branch", "--list", branch).trim() !== "";
  }
}

/** A file of a bare repository at a commit, tag or branch; undefined where there is none. */
export function fileIn(bare: string, ref: string, path: string): string | undefined {
  try {
    return runGit(bare, ["show", `${ref}:${path}`]);
  } catch {
    return undefined;
  }
}

function writeFiles(root: string, changes: TreeChanges): void {
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) rmSync(join(root, path));
    else {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
  }
}

function runGit(folder: string, args: readonly string[]): string {
  const who = ["-c", "user.name=Ada Author", "-c", "user.email=ada@example.org"];
  return execFileSync("git", ["-c", "gc.auto=0", "-c", "core.hooksPath=/dev/null", ...who, ...args], {
    cwd: folder,
    env: { PATH: process.env["PATH"], GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}
