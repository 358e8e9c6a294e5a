import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { npm, type PackedPackage, packPackage, run } from "./packed-package.ts";

let packed: PackedPackage;

beforeAll(() => {
  packed = packPackage();
  npm(packed.base, packed.adopter, "install", "--save-dev", packed.tarball);
});

afterAll(() => rmSync(packed.base, { recursive: true, force: true }));

const start = (...args: readonly string[]): string =>
  npm(packed.base, packed.adopter, "exec", "--", "gpt-pipeline-hub", ...args);
const script = (name: string, ...flags: readonly string[]): string =>
  npm(packed.base, packed.adopter, "run", "--silent", name, "--", ...flags);
const git = (...args: readonly string[]): string => run(packed.base, packed.adopter, "git", args);
const read = (path: string): string => readFileSync(join(packed.adopter, path), "utf8");

describe("the packed package, installed without a network in somebody else's repository", () => {
  it("brings nothing but itself", () => {
    const installed = readdirSync(join(packed.adopter, "node_modules")).filter(
      (name) => !name.startsWith("."),
    );
    expect(installed).toEqual(["gpt-pipeline-hub"]);
    const shipped = readdirSync(join(packed.adopter, "node_modules/gpt-pipeline-hub"));
    expect(shipped).not.toContain("src");
    expect(shipped).not.toContain("node_modules");
  });

  it("is smaller than three megabytes to download", () => {
    expect(statSync(packed.tarball).size).toBeLessThan(3 * 1024 * 1024);
  });

  it("lists its commands", () => {
    expect(start("--help")).toMatch(/^ {2}init +Adopts /m);
  });

  it("goes from init to a version in production", () => {
    start("init", "--owner", "@acme/prompts", "--workflows", `acme/hub@${"a".repeat(40)}`);
    git("add", "--all");
    expect(git("diff", "--cached", "--name-only")).not.toContain("node_modules");
    writeFileSync(join(packed.adopter, "data.csv"), COLOURS);
    script("new", "--task", "colour", "--from", "data.csv", "--owner", "@acme/prompts");
    expect(JSON.parse(script("validate", "--json"))).toMatchObject({ ok: true, problems: [] });
    git("add", "--all");
    git("commit", "--quiet", "-m", "feat(prompts): name colours");
    expect(JSON.parse(script("eval-runner", "--task", "colour", "--json"))).toMatchObject({
      verdict: "pass",
    });
    script("promote", "--task", "colour", "--commit", "--tag");
    expect(read("prompts/02-production/colour.yaml")).toContain("1.0.0");
    expect(git("tag", "--list").trim()).toBe("prompt/colour/v1.0.0");
    expect(git("status", "--porcelain")).toBe("");
  });

  it("never builds or writes into itself", () => {
    const own = join(packed.adopter, "node_modules/gpt-pipeline-hub");
    const before = readdirSync(join(own, "dist"));
    script("status");
    expect(readdirSync(join(own, "dist"))).toEqual(before);
    expect(existsSync(join(own, "node_modules"))).toBe(false);
  });
});

const COLOURS = [
  "title,expected",
  ...Array.from({ length: 12 }, (_, at) => `red part ${at},red`),
  ...Array.from({ length: 12 }, (_, at) => `blue part ${at},blue`),
].join("\n");
