import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import {
  aRepository,
  aRepositoryInProduction,
  edited,
  PATHS,
  type Tree,
  withChanges,
  writeTree,
} from "../builders/a-repository.ts";
import { runCommand } from "../builders/command-process.ts";
import { validated } from "../builders/validated.ts";

const roots: string[] = [];

function onDisk(tree: Tree): string {
  const root = writeTree(tree);
  roots.push(root);
  return root;
}

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

const textOf = (tree: Tree, path: string): string => String(tree.get(path));

describe("validate --fix", () => {
  it("mends line ends and byte order marks, and nothing else of a file", async () => {
    const clean = aRepository();
    const crooked = `\ufeff${textOf(clean, PATHS.template).replaceAll("\n", "\r\n")}`;
    const root = onDisk(withChanges(clean, { [PATHS.template]: crooked }));
    const { exit, stderr } = await runCommand("validate", ["--root", root, "--fix"]);
    expect({ exit, text: readFileSync(join(root, PATHS.template), "utf8") }).toEqual({
      exit: 0,
      text: textOf(clean, PATHS.template),
    });
    expect(stderr).toContain(`mended ${PATHS.template}`);
  });

  it("gives metadata the version that the registry has", async () => {
    const good = aRepositoryInProduction();
    const root = onDisk(
      edited(
        good,
        PATHS.metadata,
        /version: .*/.exec(textOf(good, PATHS.metadata))?.[0] ?? "",
        'version: "9.9.9"',
      ),
    );
    expect((await runCommand("validate", ["--root", root])).exit).toBe(3);
    expect((await runCommand("validate", ["--root", root, "--fix"])).exit).toBe(0);
  });

  it("leaves what needs a person's judgement, and says so as before", async () => {
    const tree = edited(aRepository(), PATHS.metadata, "threshold: ", "threshold: 8");
    const root = onDisk(tree);
    const { exit } = await runCommand("validate", ["--root", root, "--fix"]);
    expect({ exit, text: readFileSync(join(root, PATHS.metadata), "utf8") }).toEqual({
      exit: 3,
      text: textOf(tree, PATHS.metadata),
    });
  });
});

describe("validate --staged", () => {
  it("looks only at tasks of which something is staged", async () => {
    const root = onDisk(edited(aRepository(), PATHS.metadata, "threshold: ", "threshold: 8"));
    const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" });
    git("init", "--quiet");
    git(
      "-c",
      "user.name=a",
      "-c",
      "user.email=a@localhost",
      "commit",
      "--quiet",
      "--allow-empty",
      "-m",
      "empty",
    );
    expect((await runCommand("validate", ["--root", root, "--staged"])).exit).toBe(0);
    git("add", PATHS.metadata);
    expect((await runCommand("validate", ["--root", root, "--staged"])).exit).toBe(3);
  });
});

describe("the audit record", () => {
  it("is checked line by line", () => {
    const { problems } = validated(aRepository({ "prompt_audit.jsonl": '{"schema_version":1}\n{"at":\n' }));
    expect(problems.map(({ file, line, code }) => `${file}:${line} ${code}`)).toEqual([
      ...Array.from({ length: 5 }, () => "prompt_audit.jsonl:1 missing-key"),
      "prompt_audit.jsonl:2 json-syntax",
    ]);
  });
});
