import { readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ScratchProject } from "./scratch-project.ts";

let project: ScratchProject;

beforeEach(() => {
  project = new ScratchProject();
});

afterEach(() => {
  rmSync(project.root, { recursive: true, force: true });
});

describe("a command's start", () => {
  it("builds what is not built yet, and gives the command its flags", async () => {
    const { exit, stdout } = await project.start("validate", "--task", "a");
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: "one --task a\n" });
  });

  it("builds nothing again while nothing changed", async () => {
    await project.start("validate");
    // Without packages, building would fail.
    rmSync(join(project.root, "node_modules"));
    expect((await project.start("validate")).stdout).toBe("one\n");
  });

  it("never runs an old bundle: a changed source is built again", async () => {
    await project.start("validate");
    project.write("src/word.ts", 'export const word: string = "second";\n');
    expect((await project.start("validate")).stdout).toBe("second\n");
  });

  it("never runs an old bundle: a source of the same size with another time is built again", async () => {
    await project.start("validate");
    writeFileSync(join(project.root, "src/word.ts"), 'export const word: string = "two";\n');
    expect((await project.start("validate")).stdout).toBe("two\n");
  });

  it("notices a new file as soon as another one imports it", async () => {
    await project.start("validate");
    project.write("src/other.ts", 'export const word = "other";\n');
    project.write("scripts/validate.ts", 'import { word } from "../src/other.ts";\nconsole.log(word);\n');
    expect((await project.start("validate")).stdout).toBe("other\n");
  });

  it("notices a new command", async () => {
    await project.start("validate");
    project.write("scripts/promote.ts", 'console.log("promoted");\n');
    expect((await project.start("promote")).stdout).toBe("promoted\n");
  });

  it("works twice at once from a clean tree", async () => {
    const starts = await Promise.all([1, 2, 3].map(() => project.start("validate")));
    expect(starts.map(({ exit, stdout }) => ({ exit, stdout }))).toEqual(
      starts.map(() => ({ exit: 0, stdout: "one\n" })),
    );
    const left = readdirSync(join(project.root, "dist")).sort();
    expect(left).toEqual([project.builtDigest(), "inputs.json"].sort());
  });

  it("leaves the bundle before in place, for commands that still run from it", async () => {
    await project.start("validate");
    const before = project.builtDigest();
    project.write("src/word.ts", 'export const word: string = "second";\n');
    await project.start("validate");
    expect(project.builtDigest()).not.toBe(before);
    expect(readdirSync(join(project.root, "dist"))).toContain(before);
  });

  it("without sources runs the bundle that the package was shipped with", async () => {
    await project.start("--build");
    for (const path of ["src", "scripts", "node_modules"]) {
      renameSync(join(project.root, path), join(project.root, `${path}-away`));
    }
    expect((await project.start("validate")).stdout).toBe("one\n");
  });
});

describe("--build", () => {
  it("leaves one bundle and nothing else", async () => {
    await project.start("validate");
    project.write("src/word.ts", 'export const word: string = "second";\n');
    expect((await project.start("--build")).stdout).toMatch(/^built 1 commands into dist\//);
    expect(readdirSync(join(project.root, "dist")).sort()).toEqual(
      [project.builtDigest(), "inputs.json"].sort(),
    );
  });

  it("builds the same sources into the same bundle", async () => {
    await project.start("--build");
    const first = project.builtDigest();
    rmSync(join(project.root, "dist"), { recursive: true });
    await project.start("--build");
    expect(project.builtDigest()).toBe(first);
  });
});

describe("what cannot start", () => {
  it("names the nearest command, lists all, and exits with 2", async () => {
    const { exit, stdout, stderr } = await project.start("valdate");
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toContain('There is no command "valdate". Did you mean "validate"? Nothing was done.');
    expect(stderr).toMatch(/^ {2}validate {2}Checks all files/m);
  });

  it("without a command shows the list and is content", async () => {
    const { exit, stdout } = await project.start();
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^ {2}validate {2}Checks all files/m);
    expect(stdout).not.toContain("promote ");
  });

  it("says where the sources do not compile, and runs no older bundle instead", async () => {
    await project.start("validate");
    project.write("src/word.ts", "export const word = ;\n");
    const { exit, stdout, stderr } = await project.start("validate");
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: "" });
    expect(stderr).toContain("src/word.ts:1:20");
  });

  it("says that packages are missing, and how to get them", async () => {
    rmSync(join(project.root, "node_modules"));
    const { exit, stderr } = await project.start("validate");
    expect(exit).toBe(2);
    expect(stderr).toContain("Run npm ci first.");
  });

  it("a package without sources and without a bundle says so", async () => {
    rmSync(join(project.root, "scripts"), { recursive: true });
    const { exit, stderr } = await project.start("validate");
    expect(exit).toBe(2);
    expect(stderr).toContain("neither sources nor a complete dist folder");
  });
});
