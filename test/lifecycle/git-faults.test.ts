import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countCalls, runWithFault } from "../builders/fault-runs.ts";
import { anEvaluatedGround, GitGround, type Seen } from "../builders/git-ground.ts";
import { labelMetadata } from "../builders/label-task.ts";

const PROMOTE = ["promote", "--task", "colour", "--commit", "--tag", "--push"] as const;
const TAG = "prompt/colour/v1.0.0";

const grounds: GitGround[] = [];
const kept = (ground: GitGround): GitGround => {
  grounds.push(ground);
  return ground;
};

let evaluated: GitGround;
const fresh = (): GitGround => kept(evaluated.copy());

beforeAll(async () => {
  evaluated = await anEvaluatedGround(["colour", "shape"]);
});

afterAll(() => {
  for (const ground of [evaluated, ...grounds]) ground.remove();
});

/** Promotes, and demands that neither the checkout nor the remote is another one afterwards. */
async function refused(
  ground: GitGround,
): Promise<{ readonly exit: number | null; readonly stderr: string }> {
  const remote = (): string => ground.remoteGit("for-each-ref");
  const before: readonly [Seen, string] = [ground.seen(), remote()];
  const { exit, stderr, stdout } = await ground.run(...PROMOTE);
  expect([ground.seen(), remote(), stdout]).toEqual([...before, ""]);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  return { exit, stderr };
}

function hook(folder: string, name: string, script: string): void {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

describe.concurrent("when origin has moved on", () => {
  it("another task's promotion is brought in, and this one is planned again on top of it", async () => {
    const ground = fresh();
    const colleague = kept(ground.colleague());
    await colleague.must("promote", "--task", "shape", "--commit", "--tag", "--push");
    const { exit, stderr } = await ground.run(...PROMOTE);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(ground.remoteGit("log", "--format=%s", "main")).toBe(
      "promote(colour): v1.0.0\npromote(shape): v1.0.0\nfeat: the first prompts\n",
    );
    expect(ground.remoteGit("tag")).toBe("prompt/colour/v1.0.0\nprompt/shape/v1.0.0\n");
    expect(ground.git("status", "--porcelain")).toBe("");
    const audit = ground.read("prompt_audit.jsonl").trimEnd().split("\n");
    expect(audit.map((line) => (JSON.parse(line) as { task: string }).task)).toEqual(["shape", "colour"]);
    expect(await ground.run("validate", "--strict")).toMatchObject({ exit: 0 });
  });

  it("the same promotion by somebody else counts as moved, even where origin shows its tag before its commit", async () => {
    const ground = fresh();
    const before = ground.remoteGit("rev-parse", "main").trim();
    await kept(ground.colleague()).must("promote", "--task", "colour", "--commit", "--tag", "--push");
    const after = ground.remoteGit("rev-parse", "main").trim();
    ground.remoteGit("update-ref", "refs/heads/main", before);
    const arriving = `git receive-pack "$@"\nended=$?\ngit -C "$1" update-ref refs/heads/main ${after}\nexit $ended`;
    hook(ground.base, "receive-pack", arriving);
    ground.git("config", "remote.origin.receivepack", join(ground.base, "receive-pack"));
    const { exit, stdout, stderr } = await ground.run(...PROMOTE);
    expect({ exit, stdout, stderr }).toEqual({
      exit: 0,
      stdout: "colour 1.0.0 is in production already\n",
      stderr: "",
    });
    expect(ground.git("rev-parse", "HEAD").trim()).toBe(after);
    expect(ground.git("diff", "HEAD", "--name-only")).toBe("");
    expect(ground.remoteGit("tag")).toBe(`${TAG}\n`);
  });

  it("a checkout with commits of its own is left as it was, with 7 and the way out", async () => {
    const ground = fresh();
    const colleague = kept(ground.colleague());
    colleague.author({ "README.md": "about\n" });
    ground.write({ "NOTES.md": "mine\n" });
    ground.git("add", "--all");
    ground.git("commit", "--quiet", "-m", "docs: notes");
    const { exit, stderr } = await refusedButFetched(ground);
    expect(exit).toBe(7);
    expect(stderr).toContain("this checkout has commits of its own");
    expect(stderr).toContain("git pull --rebase origin main");
  });

  it("a main that was rewound is not quietly put back, but reported with 7", async () => {
    const ground = fresh();
    ground.author({ "README.md": "about\n" });
    ground.remoteGit("update-ref", "refs/heads/main", ground.git("rev-parse", "HEAD~1").trim());
    const { exit, stderr } = await refusedButFetched(ground);
    expect(exit).toBe(7);
    expect(stderr).toContain("origin's main was rewound from");
  });

  async function refusedButFetched(ground: GitGround): Promise<{ exit: number | null; stderr: string }> {
    const before = {
      head: ground.git("rev-parse", "HEAD"),
      files: ground.seen().files,
      tags: ground.git("tag"),
    };
    const remote = ground.remoteGit("for-each-ref");
    const { exit, stderr } = await ground.run(...PROMOTE);
    expect({
      head: ground.git("rev-parse", "HEAD"),
      files: ground.seen().files,
      tags: ground.git("tag"),
    }).toEqual(before);
    expect(ground.remoteGit("for-each-ref")).toBe(remote);
    return { exit, stderr };
  }
});

describe.concurrent("a push that arrived though nobody heard of it", () => {
  it("is found to be done by the next run, even when others pushed on top of it", async () => {
    const counted = fresh();
    const calls = await countCalls(counted, PROMOTE);
    const ground = fresh();
    const beforeForgettingThePlan = calls - 1;
    await runWithFault(ground, PROMOTE, { kind: "kill", at: beforeForgettingThePlan });
    expect(ground.remoteGit("tag")).toBe(`${TAG}\n`);
    const commit = ground.git("rev-parse", "HEAD");
    const colleague = kept(ground.colleague());
    colleague.author({ "README.md": "about\n" });
    const { exit, stdout, stderr } = await ground.run(...PROMOTE);
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: "colour 1.0.0 is in production already\n" });
    expect(stderr).toContain("completed, what a stopped command had begun: promoting colour 1.0.0");
    expect(ground.git("rev-parse", "HEAD")).toBe(commit);
  });
});

describe.concurrent("an origin that cannot be reached", () => {
  it("leaves the commit here with 8; others go on working, and the next push completes it", async () => {
    const ground = fresh();
    ground.git("remote", "set-url", "origin", "../gone.git");
    const { exit, stderr } = await ground.run(...PROMOTE);
    expect(exit).toBe(8);
    expect(stderr).toContain("the push did not come to an end");
    const local = await ground.run("promote", "--task", "shape");
    expect(local).toMatchObject({ exit: 0 });
    expect(local.stderr).toContain("not pushed, what a stopped command had begun: promoting colour 1.0.0");
    ground.git("add", "--all");
    ground.git("commit", "--quiet", "-m", "promote by hand");
    expect(await ground.run(...PROMOTE)).toMatchObject({ exit: 8, stdout: "" });
    ground.git("remote", "set-url", "origin", "../remote.git");
    expect(await ground.run(...PROMOTE)).toMatchObject({ exit: 0 });
    expect(ground.remoteGit("tag")).toBe(`${TAG}\nprompt/shape/v1.0.0\n`);
  });
});

describe.concurrent("a commit that waits to be pushed", () => {
  it("is not taken back once later work stands on it, and blocks nothing but pushes", async () => {
    const ground = fresh();
    ground.git("remote", "set-url", "origin", "../gone.git");
    await ground.run(...PROMOTE);
    await ground.must("promote", "--task", "shape");
    ground.git("remote", "set-url", "origin", "../remote.git");
    hook(join(ground.remote, "hooks"), "pre-receive", "exit 1");
    const before = ground.seen();
    const { exit, stderr } = await ground.run("promote", "--task", "shape");
    expect({ exit, seen: ground.seen() }).toEqual({ exit: 0, seen: before });
    expect(stderr).toContain("not pushed, what a stopped command had begun: promoting colour 1.0.0");
  });
});

describe.concurrent("a killed commit that a person finished by hand", () => {
  const killedBeforeTheCommit = async (): Promise<GitGround> => {
    const ground = fresh();
    const bin = join(ground.base, "bin");
    const real = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
    hook(bin, "git", `for each in "$@"; do [ "$each" = commit ] && exit 1; done\nexec ${real} "$@"`);
    const environment = { PATH: `${bin}:${process.env["PATH"]}` };
    const { exit, stderr } = await ground.runWith({ environment }, ...PROMOTE);
    expect({ exit, stderr }).toMatchObject({ exit: 8 });
    ground.git("add", "--all");
    ground.git("commit", "--quiet", "-m", "promote by hand");
    return ground;
  };

  it("counts as done: what is left of the plan is completed on it", async () => {
    const ground = await killedBeforeTheCommit();
    expect(await ground.run(...PROMOTE)).toMatchObject({ exit: 0 });
    expect(ground.remoteGit("log", "-1", "--format=%s", "main")).toBe("promote by hand\n");
    expect(ground.remoteGit("rev-parse", `${TAG}^{commit}`)).toBe(ground.git("rev-parse", "HEAD"));
    expect(ground.git("status", "--porcelain")).toBe("");
  });

  it("is the person's own, and is not taken back when origin refuses it", async () => {
    const ground = await killedBeforeTheCommit();
    hook(join(ground.remote, "hooks"), "pre-receive", "exit 1");
    expect(await ground.run(...PROMOTE)).toMatchObject({ exit: 8 });
    expect(ground.git("log", "-1", "--format=%s")).toBe("promote by hand\n");
  });
});

describe.concurrent("a tag that stands on another commit", () => {
  it("here: 7, nothing is changed, and the tag is not moved", async () => {
    const ground = fresh();
    ground.git("tag", TAG);
    const { exit, stderr } = await refused(ground);
    expect(exit).toBe(7);
    expect(stderr).toMatch(/tag prompt\/colour\/v1\.0\.0 stands on [0-9a-f]{12} already/);
  });

  it("at origin: 7, nothing is changed, and the tag is not moved", async () => {
    const ground = fresh();
    ground.remoteGit("update-ref", `refs/tags/${TAG}`, ground.git("rev-parse", "HEAD").trim());
    const { exit, stderr } = await refused(ground);
    expect(exit).toBe(7);
    expect(stderr).toContain("tag prompt/colour/v1.0.0 stands on another commit at origin");
  });
});

describe.concurrent("a checkout", () => {
  it("with a detached HEAD, as workflows have it, pushes to main", async () => {
    const ground = fresh();
    ground.git("checkout", "--quiet", "--detach");
    expect(await ground.run(...PROMOTE)).toMatchObject({ exit: 0, stderr: "" });
    expect(ground.remoteGit("rev-parse", "main")).toBe(ground.git("rev-parse", "HEAD"));
  });

  it("that is shallow is refused with 2, since it cannot see what was done before", async () => {
    const base = mkdtempSync(join(tmpdir(), "git-ground-"));
    const shallow = kept(new GitGround(base));
    mkdirSync(shallow.root);
    shallow.git("clone", "--quiet", "--depth", "1", `file://${evaluated.remote}`, ".");
    const { exit, stderr } = await shallow.run(...PROMOTE);
    expect(exit).toBe(2);
    expect(stderr).toContain("fetch-depth: 0");
    expect(shallow.git("status", "--porcelain")).toBe("");
  });

  it("with uncommitted changes is refused with 2, and they are listed", async () => {
    const ground = fresh();
    ground.write({ "prompts/00-templates/shape.yaml": "id: shape\n", "new file.txt": "new\n" });
    const { exit, stderr } = await refused(ground);
    expect(exit).toBe(2);
    expect(stderr).toContain("uncommitted changes: prompts/00-templates/shape.yaml, new file.txt;");
  });

  it("in which another git works, or was killed, is refused with 2", async () => {
    const ground = fresh();
    ground.write({ ".git/index.lock": "" });
    const { exit, stderr } = await refused(ground);
    expect(exit).toBe(2);
    expect(stderr).toContain(".git/index.lock");
  });

  it("in the middle of a merge is refused with 2", async () => {
    const ground = fresh();
    ground.git("update-ref", "MERGE_HEAD", "HEAD");
    const { exit, stderr } = await refused(ground);
    expect(exit).toBe(2);
    expect(stderr).toContain("a merge is not finished");
  });
});

describe.concurrent("a remote that says no", () => {
  it("is quoted, with 8, and nothing is changed here", async () => {
    const ground = fresh();
    hook(
      join(ground.remote, "hooks"),
      "pre-receive",
      "echo main is protected: open a pull request >&2\nexit 1",
    );
    const { exit, stderr } = await refused(ground);
    expect(exit).toBe(8);
    expect(stderr).toContain("origin refused the push: main is protected: open a pull request");
    expect(stderr).toContain("nothing was pushed");
  });
});

describe.concurrent("texts and files of others", () => {
  it("a change line with shell signs and flags stays a text", async () => {
    const ground = fresh();
    const change = "--upload-pack=x $(touch pwned) `touch pwned`; touch pwned #";
    ground.author({
      "prompts/03-metadata/colour.yaml": labelMetadata("colour", `change: '${change}'\n`),
    });
    expect(await ground.run(...PROMOTE)).toMatchObject({ exit: 0, stderr: "" });
    expect(ground.git("log", "-1", "--format=%b")).toContain(change);
    expect(ground.git("tag", "--list", "--format=%(contents)", TAG)).toContain(change);
    expect(existsSync(join(ground.root, "pwned"))).toBe(false);
  });

  it("an author's name of several lines stays one line of the audit", async () => {
    const ground = fresh();
    ground.git("config", "user.name", 'Ada\n{"task":"forged"}');
    expect(await ground.run(...PROMOTE)).toMatchObject({ exit: 0 });
    const lines = ground.read("prompt_audit.jsonl").trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { task: string }).task)).toEqual(["colour"]);
  });

  it("hooks and watchers that a checkout brings are never run", async () => {
    const ground = fresh();
    const marker = join(ground.base, "marker");
    const names = [
      "pre-commit",
      "commit-msg",
      "post-commit",
      "pre-push",
      "reference-transaction",
      "post-index-change",
    ];
    for (const name of names) {
      hook(join(ground.root, ".git/hooks"), name, `touch ${marker}`);
      hook(join(ground.base, "hooks"), name, `touch ${marker}`);
    }
    hook(ground.base, "watcher", `touch ${marker}`);
    ground.git("config", "core.hooksPath", "../hooks");
    ground.git("config", "core.fsmonitor", "../watcher");
    expect(await ground.run(...PROMOTE)).toMatchObject({ exit: 0 });
    expect(existsSync(marker)).toBe(false);
  });
});
