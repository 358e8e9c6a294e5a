import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TreeChanges } from "./a-repository.ts";
import { type CommandStart, type EndedCommand, runCommand } from "./command-process.ts";
import { fileDigests } from "./file-digests.ts";
import { aLabelTask, OFFLINE_CONFIG } from "./label-task.ts";

const IGNORED = ".pipeline/\nprompts/04-evals/**/run-*/\n";
const ATTRIBUTES = [
  "prompt_registry.yaml merge=union",
  "prompt_audit.jsonl merge=union",
  "prompts/04-evals/**/history.jsonl merge=union",
  "",
].join("\n");

/** What a remote or a checkout consists of, to be compared: two equal ones were not changed. */
export interface Seen {
  /** SHA-256 of every file outside `.git`, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Every reference with what it stands on, and what git calls changed. */
  readonly git: string;
}

/** A repository with a bare remote beside it, in a temporary folder of its own; both can be copied as they are. */
export class GitGround {
  readonly base: string;

  constructor(base: string) {
    this.base = base;
  }

  get root(): string {
    return join(this.base, "repository");
  }

  get remote(): string {
    return join(this.base, "remote.git");
  }

  git(...args: readonly string[]): string {
    return git(this.root, args);
  }

  remoteGit(...args: readonly string[]): string {
    return git(this.remote, args);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  write(changes: TreeChanges): void {
    for (const [path, content] of Object.entries(changes)) {
      if (content === null) rmSync(join(this.root, path));
      else {
        mkdirSync(dirname(join(this.root, path)), { recursive: true });
        writeFileSync(join(this.root, path), content);
      }
    }
  }

  /** Writes, commits and pushes, as an author does. */
  author(changes: TreeChanges, message = "feat(prompts): a change"): void {
    this.write(changes);
    this.git("add", "--all");
    this.git("commit", "--quiet", "-m", message);
    this.git("push", "--quiet", "origin", "HEAD:refs/heads/main");
  }

  run(name: string, ...flags: readonly string[]): Promise<EndedCommand> {
    return runCommand(name, ["--root", this.root, ...flags]);
  }

  runWith(start: CommandStart, name: string, ...flags: readonly string[]): Promise<EndedCommand> {
    return runCommand(name, ["--root", this.root, ...flags], start);
  }

  /** Fails the test unless the command succeeds. */
  async must(name: string, ...flags: readonly string[]): Promise<EndedCommand> {
    const ended = await this.run(name, ...flags);
    if (ended.exit !== 0) throw new Error(`${name} ended with ${ended.exit}: ${ended.stderr}`);
    return ended;
  }

  /** Checkout and remote as they are, in a new folder. */
  copy(): GitGround {
    const base = mkdtempSync(join(tmpdir(), "git-ground-"));
    cpSync(this.base, base, { recursive: true, verbatimSymlinks: true });
    return new GitGround(base);
  }

  /** A second checkout of the same remote, with the ignored files of the first. */
  colleague(): GitGround {
    const other = new Colleague(mkdtempSync(join(tmpdir(), "git-ground-")), this.remote);
    cpSync(this.root, other.root, { recursive: true });
    other.git("remote", "set-url", "origin", this.remote);
    return other;
  }

  /** What another machine has that clones the remote: nothing that git ignores. */
  freshClone(): GitGround {
    const other = new Colleague(mkdtempSync(join(tmpdir(), "git-ground-")), this.remote);
    git(other.base, ["clone", "--quiet", this.remote, "repository"]);
    other.git("config", "user.name", "Grace Runner");
    other.git("config", "user.email", "grace@example.org");
    return other;
  }

  /** Files and references; `.pipeline/` counts only where it is asked for. */
  seen(options: { readonly scratch: boolean } = { scratch: false }): Seen {
    const heads = this.git("for-each-ref", "--format=%(refname) %(objectname)");
    const status = this.git("status", "--porcelain", "--untracked-files=all");
    return {
      files: fileDigests(this.root, options),
      git: `${heads}${this.git("rev-parse", "HEAD")}${status}`,
    };
  }

  remove(): void {
    rmSync(this.base, { recursive: true, force: true });
  }
}

class Colleague extends GitGround {
  readonly #remote: string;

  constructor(base: string, remote: string) {
    super(base);
    this.#remote = remote;
  }

  override get remote(): string {
    return this.#remote;
  }
}

/** A repository with these tasks, each committed and pushed; nothing is evaluated or promoted. */
export function aGitGround(tasks: readonly string[], changes: TreeChanges = {}): GitGround {
  const ground = new GitGround(mkdtempSync(join(tmpdir(), "git-ground-")));
  mkdirSync(ground.root);
  git(ground.base, ["init", "--quiet", "--bare", "--initial-branch=main", "remote.git"]);
  ground.git("init", "--quiet", "--initial-branch=main");
  ground.git("config", "user.name", "Ada Author");
  ground.git("config", "user.email", "ada@example.org");
  ground.git("remote", "add", "origin", "../remote.git");
  ground.author(
    {
      ".gitignore": IGNORED,
      ".gitattributes": ATTRIBUTES,
      "pipeline.config.yaml": OFFLINE_CONFIG,
      ...Object.assign({}, ...tasks.map((id) => aLabelTask({ id }))),
      ...changes,
    },
    "feat: the first prompts",
  );
  return ground;
}

/** The same, with every task evaluated: promotion is possible. */
export async function anEvaluatedGround(
  tasks: readonly string[],
  changes: TreeChanges = {},
): Promise<GitGround> {
  const ground = aGitGround(tasks, changes);
  await ground.must("eval-runner", "--all", "--quiet");
  return ground;
}

function git(folder: string, args: readonly string[]): string {
  return execFileSync("git", ["-c", "gc.auto=0", "-c", "core.hooksPath=/dev/null", ...args], {
    cwd: folder,
    env: { PATH: process.env["PATH"], GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}
