import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { removeLeftovers } from "../../src/lifecycle/adapters/remove-leftovers.ts";
import { TEMPORARY_FILES } from "../../src/prompts/layout.ts";
import { fileDigests } from "../builders/file-digests.ts";
import { anEvaluatedGround } from "../builders/git-ground.ts";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const ended = spawnSync("true").pid;

function aTree(paths: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), "leftovers-"));
  folders.push(root);
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), "half");
  }
  return root;
}

const LEFT = [
  `.pipeline/journal/promote-1.json.${ended}.tmp`,
  `prompt_registry.yaml.${ended}.tmp`,
  `prompts/02-production/shop/colour.yaml.${ended}.tmp`,
  `prompts/04-evals/colour/history.jsonl.${ended}.tmp`,
];

describe("temporary files of writers that were killed [F10]", () => {
  it("are taken away; a living writer's, and files that only look alike, stay", () => {
    const others = [
      `prompt_registry.yaml.${process.pid}.tmp`,
      "prompts/02-production/colour.yaml",
      "prompts/02-production/colour.yaml.old.tmp",
      `src/colour.yaml.${ended}.tmp`,
    ];
    const root = aTree([...LEFT, ...others]);
    expect(removeLeftovers(root)).toEqual(LEFT);
    expect(Object.keys(fileDigests(root, { scratch: true })).sort()).toEqual(others);
  });

  it("are not what `git add --all` adds where our lines stand in .gitignore", () => {
    const root = aTree(["a.yaml.old.tmp", "a.yaml", ...LEFT.slice(1)]);
    writeFileSync(join(root, ".gitignore"), `${TEMPORARY_FILES}\n`);
    const git = (...args: readonly string[]): string =>
      execFileSync("git", args, { cwd: root, encoding: "utf8" });
    git("init", "--quiet");
    git("add", "--all");
    expect(git("ls-files").trim().split("\n")).toEqual([".gitignore", "a.yaml", "a.yaml.old.tmp"]);
  });

  it("that somebody committed are no prompts, keep nobody from promoting, and are taken away", async () => {
    const path = `prompts/00-templates/colour.yaml.${ended}.tmp`;
    const ground = await anEvaluatedGround(["colour"], { [path]: "id: col" });
    folders.push(ground.base);
    expect(await ground.run("validate")).toMatchObject({ exit: 0 });
    const first = await ground.must("promote", "--all-ready", "--commit", "--push");
    expect(first.stderr).toContain(`taken away, what a stopped command had half written: ${path}\n`);
    const again = await ground.must(
      "archive",
      "--task",
      "colour",
      "--reason",
      "unused",
      "--commit",
      "--push",
    );
    expect(again.stderr).not.toContain(".tmp");
  });
});
