import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aRepository, writeTree } from "../builders/a-repository.ts";
import { aBrokenRepository } from "../builders/broken-repository.ts";
import { documentOf, runCommand, startCommand } from "../builders/command-process.ts";
import { fileDigests } from "../builders/file-digests.ts";

const broken = aBrokenRepository();
let root: string;

const validate = (...flags: readonly string[]) => runCommand("validate", ["--root", root, ...flags]);

beforeAll(() => {
  root = writeTree(broken.tree);
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe.concurrent("a repository in which every kind of file is broken", () => {
  it("is refused with 3, and every problem is told in one run with its place and what to do", async () => {
    const { exit, stdout, stderr } = await validate();
    const told = stdout.split("\n").filter((line) => line.includes(": error["));
    const places = told.map((line) => {
      const [, place, code] = /^(\S+:\d+:\d+): error\[([a-z-]+)\] \S/.exec(line) ?? [];
      return [place, code];
    });
    expect({ exit, stderr, places }).toEqual({ exit: 3, stderr: "", places: broken.problems });
    expect(told.filter((line) => !/\S\. [A-Z].*[.?]$/.test(line))).toEqual([]);
    expect(stdout).toContain("10 errors and 0 warnings in 9 files.");
  });

  it("is told to programs as one document, in the shape that is promised", async () => {
    const ended = await validate("--json");
    const document = documentOf(ended);
    const problems = document["problems"] as readonly Record<string, unknown>[];
    expect(ended.exit).toBe(3);
    expect(Object.keys(document)).toEqual(["ok", "problems", "counts"]);
    expect(document["ok"]).toBe(false);
    expect(problems.map(({ file, line, column, code }) => [`${file}:${line}:${column}`, code])).toEqual(
      broken.problems,
    );
    for (const problem of problems) {
      expect(Object.keys(problem).sort()).toEqual(
        ["code", "severity", "file", "line", "column", "found", "fix"].sort(),
      );
    }
    expect(document["counts"]).toMatchObject({ tasks: 7, errors: 10, warnings: 0 });
  });

  it("is told to GitHub as one annotation a problem", async () => {
    const { exit, stdout } = await validate("--format", "github");
    const places = [
      ...stdout.matchAll(/^::error file=([^,]+),line=(\d+),col=(\d+),title=([a-z-]+)::\S.*$/gm),
    ].map(([, file, line, column, code]) => [`${file}:${line}:${column}`, code]);
    expect({ exit, places }).toEqual({ exit: 3, places: broken.problems });
  });

  it("is told to code scanning as SARIF", async () => {
    const { exit, stdout } = await validate("--format", "sarif");
    const log = JSON.parse(stdout) as {
      readonly version: string;
      readonly runs: readonly { readonly results: readonly { readonly ruleId: string }[] }[];
    };
    expect({ exit, version: log.version }).toEqual({ exit: 3, version: "2.1.0" });
    expect(log.runs[0]?.results.map(({ ruleId }) => ruleId)).toEqual(broken.problems.map(([, code]) => code));
  });

  it("is not touched by being looked at", async () => {
    const before = fileDigests(root, { scratch: false });
    await validate("--strict");
    expect(fileDigests(root, { scratch: false })).toEqual(before);
  });

  it("stops whoever wants to evaluate or promote one of its tasks, with 3 and the problem", async () => {
    const { exit, stderr } = await runCommand("promote", ["--root", root, "--task", "endless"]);
    expect({ exit, stderr }).toEqual({
      exit: 3,
      stderr: expect.stringMatching(
        /prompts\/03-metadata\/endless\.yaml:17:14: error\[invalid-value\](.*\n)+.*nothing was evaluated or changed/,
      ),
    });
  });
});

describe.concurrent("a repository without a problem", () => {
  let good: string;

  beforeAll(() => {
    good = writeTree(aRepository());
  });

  afterAll(() => {
    rmSync(good, { recursive: true, force: true });
  });

  it("is accepted with 0 and a sentence that counts", async () => {
    const { exit, stdout } = await runCommand("validate", [], { cwd: good });
    expect({ exit, stdout }).toEqual({
      exit: 0,
      stdout: "valid: 1 task (1 ready, 0 drafts), 24 examples\n",
    });
  });

  it("a task that is named and does not exist is 3, with the nearest name", async () => {
    const { exit, stderr } = await runCommand("validate", ["--root", good, "--task", "suport_reply"]);
    expect(exit).toBe(3);
    expect(stderr).toContain('Did you mean "support_reply"?');
  });
});

describe.concurrent("a call that cannot be carried out", () => {
  it.each([
    ["an unknown flag", "validate", ["--stric"], "Did you mean --strict?"],
    ["a flag without its value", "validate", ["--task"], "--task"],
    ["a value that is not among the choices", "validate", ["--format", "xml"], "Choose from text, json"],
    ["a word that belongs to no flag", "validate", ["everything"], '"everything" stands without a flag'],
    ["a number that is none", "archive", ["--evals", "--keep", "few"], "of at least 0"],
    ["a number below the least", "archive", ["--evals", "--keep=-1"], "of at least 0"],
    ["a folder that is none", "status", ["--root", "/nonexistent"], "/nonexistent is not a folder"],
    [
      "a folder without prompts",
      "status",
      ["--root", "/usr"],
      "has neither prompts/ nor pipeline.config.yaml",
    ],
    ["a promotion of nothing", "promote", [], "--all-ready"],
    ["an override without a reason", "promote", ["--task", "endless", "--override"], "--reason"],
    ["a retirement without a reason", "archive", ["--task", "endless"], "--reason"],
  ] as const)("%s is 2, in one line without a stack", async (_, command, flags, words) => {
    const given: readonly string[] = flags;
    // Of its own: whoever writes keeps everybody else from writing at the same time.
    const own = writeTree(broken.tree);
    const where = given.includes("--root") ? [] : ["--root", own];
    const { exit, stdout, stderr } = await runCommand(command, [...where, ...flags]);
    rmSync(own, { recursive: true, force: true });
    expect({ exit, stdout, lines: stderr.trimEnd().split("\n").length }).toEqual({
      exit: 2,
      stdout: "",
      lines: 1,
    });
    expect(stderr).toMatch(/^error: .*nothing was done\. /);
    expect(stderr).toContain(words);
  });

  it("is told to programs as the error document", async () => {
    const ended = await runCommand("status", ["--root", "/nonexistent", "--json"]);
    expect(documentOf(ended)).toEqual({
      error: { exit: 2, message: "/nonexistent is not a folder; nothing was done", problems: [] },
    });
  });
});

it("a reader that went away is no failure, and nothing is said about it", async () => {
  const { process, ended } = startCommand("validate", ["--root", root]);
  process.stdout?.destroy();
  const { exit, stderr } = await ended;
  expect({ exit, stderr }).toEqual({ exit: 3, stderr: "" });
});
