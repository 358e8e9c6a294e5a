import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { EvaluationPlan } from "../../src/cli/evaluation/planning/evaluation-plan.ts";
import { tasksOf } from "../../src/cli/evaluation/select-tasks.ts";
import { readRepository } from "../../src/prompts/repository.ts";
import { aRepository, exampleLine, PATHS, writeTree } from "../builders/a-repository.ts";
import { documentOf, runCommand } from "../builders/command-process.ts";
import { memoryFiles } from "../fakes/memory-files.ts";

const NEW_EXAMPLES = "prompts/01-examples/support_reply/more.jsonl";

const git = (root: string, ...args: readonly string[]): string =>
  execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.com", ...args], {
    cwd: root,
    encoding: "utf8",
    stdio: "pipe",
  });

function committed(): string {
  const root = writeTree(aRepository());
  git(root, "init", "-q", "-b", "main");
  git(root, "add", "-A");
  git(root, "commit", "-q", "-m", "first");
  return root;
}

async function planSince(root: string, reference: string): Promise<EvaluationPlan> {
  const flags = ["--root", root, "--changed-since", reference, "--dry-run", "--json"];
  return documentOf(await runCommand("eval-runner", flags)) as unknown as EvaluationPlan;
}

describe("a task that changed since a reference", () => {
  it.each([PATHS.template, PATHS.metadata, PATHS.examples, PATHS.fragment])("is taken for %s", (path) => {
    const repository = readRepository(memoryFiles(aRepository()));
    expect(tasksOf(repository, [path]).map(({ reason }) => reason)).toEqual([`${path} changed`]);
  });

  it("is not taken for what is no part of it", () => {
    const repository = readRepository(memoryFiles(aRepository()));
    expect(tasksOf(repository, ["README.md", PATHS.config, "prompts/04-evals/x"])).toEqual([]);
  });

  it("is found by its untracked files too, and the plan says why", async () => {
    const root = committed();
    writeFileSync(join(root, NEW_EXAMPLES), `${exampleLine(99)}\n`);
    expect((await planSince(root, "main")).plan).toMatchObject([
      { task: "support_reply", why: `${NEW_EXAMPLES} changed`, examples: 25 },
    ]);
  });

  it("is not there where nothing changed: that is done, with a sentence", async () => {
    const ended = await runCommand("eval-runner", ["--root", committed(), "--changed-since", "main"]);
    expect(ended).toMatchObject({ exit: 0, stdout: expect.stringContaining("no ready task changed") });
  });

  it("cannot be known in a shallow clone without a common ancestor", async () => {
    const root = committed();
    git(root, "checkout", "-q", "--orphan", "other");
    git(root, "commit", "-q", "-m", "unrelated");
    const clone = join(mkdtempSync(join(tmpdir(), "shallow-")), "clone");
    git(root, "clone", "-q", "--depth", "1", "--no-single-branch", `file://${root}`, clone);
    const ended = await runCommand("eval-runner", ["--root", clone, "--changed-since", "origin/main"]);
    expect(ended.exit).toBe(2);
    expect(ended.stderr).toContain("fetch-depth: 0");
  });
});
