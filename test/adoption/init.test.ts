import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { codeOwnersOf } from "../../src/adoption/github/code-owners.ts";
import { documentOf, type EndedCommand, runCommand } from "../builders/command-process.ts";
import { fileDigests } from "../builders/file-digests.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "adopting-"));
  execFileSync("git", ["init", "--quiet", "--initial-branch=trunk"], { cwd: root });
  writeFileSync(join(root, "package.json"), '{\n  "name": "shop",\n  "scripts": { "deploy": "ours" }\n}\n');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const run = (name: string, ...flags: readonly string[]): Promise<EndedCommand> =>
  runCommand(name, flags, { cwd: root });
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const seen = () => fileDigests(root, { scratch: false });
const ALL = ["--owner", "@acme/prompts", "--workflows", `acme/hub@${"a".repeat(40)}`];

describe("init", () => {
  it("makes a repository in which a task can be made, validated and evaluated at once", async () => {
    expect((await run("init", ...ALL)).exit).toBe(0);
    writeFileSync(join(root, "data.csv"), COLOURS);
    for (const [name, ...flags] of [
      ["new", "--task", "colour", "--from", "data.csv", "--owner", "@acme/prompts"],
      ["validate"],
      ["eval-runner", "--task", "colour", "--quiet"],
      ["reconcile"],
    ] as const) {
      const ended = await run(name, ...flags);
      expect({ name, exit: ended.exit, stderr: ended.stderr }).toMatchObject({ name, exit: 0 });
    }
  });

  it("changes nothing the second time", async () => {
    await run("init", ...ALL);
    const before = seen();
    const { exit, stdout } = await run("init", ...ALL);
    expect({ exit, first: stdout.split("\n")[0] }).toEqual({
      exit: 0,
      first: "Nothing to write: all is there already.",
    });
    expect(seen()).toEqual(before);
  });

  it("shows its plan and writes nothing with --dry-run", async () => {
    const before = seen();
    const document = documentOf(await run("init", ...ALL, "--dry-run", "--json"));
    expect(document).toMatchObject({ dry_run: true, main_branch: "trunk" });
    expect(seen()).toEqual(before);
  });

  it("keeps a workflow that differs, shows how, and compares with what it calls", async () => {
    await run("init", ...ALL);
    const path = ".github/workflows/prompts-check.yml";
    writeFileSync(join(root, path), read(path).replace("  merge_group:\n", ""));
    const before = seen();
    const { stdout } = await run("init");
    expect(stdout).toContain(`${path}, which differs`);
    expect(stdout.split("\n").filter((line) => /^ {12}[-+]/.test(line))).toEqual([
      "            +  merge_group:",
    ]);
    expect(seen()).toEqual(before);
  });

  it("puts thresholds and scorers into the hands of the gate's owners, and leaves them there", async () => {
    const owners = ["--owner", "@acme/prompts"];
    await run("init", ...owners, "--gate-owner", "@acme/gate");
    await run("init", ...owners);
    const whose = (path: string) => codeOwnersOf(read(".github/CODEOWNERS"), path);
    expect(whose("prompts/03-metadata/colour.yaml")).toEqual(["@acme/gate"]);
    expect(whose("prompts/00-templates/colour.yaml")).toEqual(["@acme/prompts"]);
    expect(whose(".github/CODEOWNERS")).toEqual(["@acme/gate"]);
    expect((await run("init", "--gate-owner", "@acme/gate")).exit).toBe(2);
  });

  it("pins a commit with its version beside it", async () => {
    await run("init", ...ALL);
    expect(read(".github/workflows/prompts-check.yml")).toMatch(
      /uses: acme\/hub\/\.github\/workflows\/check\.yml@a{40} # v\d+\.\d+\.\d+$/m,
    );
  });

  it("leaves a script of the same name alone and says what to call instead", async () => {
    const { stdout } = await run("init", ...ALL);
    expect(JSON.parse(read("package.json")).scripts).toMatchObject({
      deploy: "ours",
      validate: "gpt-pipeline-hub validate",
    });
    expect(stdout).toContain('"deploy" is a script of your own; ours is `npx gpt-pipeline-hub deploy`');
  });

  it.each([
    { flag: "--owner", value: "acme", wanted: "Give @user, @org/team or a mail address." },
    { flag: "--workflows", value: "acme", wanted: "Give OWNER/REPO or OWNER/REPO@REF." },
  ])("refuses $flag $value and writes nothing", async ({ flag, value, wanted }) => {
    const before = seen();
    const { exit, stderr } = await run("init", flag, value);
    expect({ exit, stderr }).toEqual({ exit: 2, stderr: expect.stringContaining(wanted) });
    expect(seen()).toEqual(before);
  });
});

const COLOURS = [
  "title,expected",
  ...Array.from({ length: 12 }, (_, at) => `red part ${at},red`),
  ...Array.from({ length: 12 }, (_, at) => `blue part ${at},blue`),
].join("\n");
