import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PATHS, writeTree } from "../builders/a-repository.ts";
import { aBrokenRepository } from "../builders/broken-repository.ts";
import { type CommandStart, runCommand } from "../builders/command-process.ts";

let root: string;
let memory: string;

const validate = (flags: readonly string[] = [], start: CommandStart = {}) =>
  runCommand("validate", ["--root", root, ...flags], start);

/** Plants a mark into what is remembered, which no validation would find. */
function mark(): void {
  const text = readFileSync(memory, "utf8").replaceAll("locked-file-changed", "planted-mark");
  writeFileSync(memory, text);
}

beforeEach(() => {
  root = writeTree(aBrokenRepository().tree);
  memory = join(root, ".pipeline/cache/validate.json");
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe("validating again", () => {
  it("says the same in every format while nothing changed", async () => {
    const formats = [[], ["--json"], ["--format", "github"], ["--strict", "--format", "sarif"]];
    const first = await Promise.all(formats.map((flags) => validate(flags)));
    expect(existsSync(memory)).toBe(true);
    expect(await Promise.all(formats.map((flags) => validate(flags)))).toEqual(first);
  });

  it("takes what it remembers while nothing changed, and nothing of it after any change", async () => {
    await validate();
    mark();
    expect((await validate()).stdout).toContain("planted-mark");
    appendFileSync(join(root, PATHS.fragment), "Be brief.\n");
    expect((await validate()).stdout).not.toContain("planted-mark");
  });

  it("checks anew in CI, where what is remembered could come with the change", async () => {
    await validate();
    mark();
    expect((await validate([], { environment: { CI: "true" } })).stdout).not.toContain("planted-mark");
  });

  it.each([[["--task", "support_reply"]], [["--fix"]]])("checks anew with %s", async (flags) => {
    await validate();
    mark();
    expect((await validate(flags)).stdout).not.toContain("planted-mark");
  });

  it("keeps git unaware of what it remembers", async () => {
    await validate();
    expect(readFileSync(join(root, ".pipeline/cache/.gitignore"), "utf8")).toBe("*\n");
  });

  it("does its work where nothing can be remembered", async () => {
    mkdirSync(join(root, ".pipeline"));
    writeFileSync(join(root, ".pipeline/cache"), "in the way");
    const { exit, stderr } = await validate();
    expect({ exit, stderr }).toEqual({ exit: 3, stderr: "" });
  });
});
