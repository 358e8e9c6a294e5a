import { builtinModules } from "node:module";
import { describe, expect, it } from "vitest";
import { readProjectFile } from "../architecture/project-files.ts";
import { bundledScripts } from "../builders/bundled-scripts.ts";

const manifest: {
  readonly bin: Readonly<Record<string, string>>;
  readonly files: readonly string[];
} = JSON.parse(readProjectFile("package.json"));

describe("the package", () => {
  it("asks for no other package: what it runs is in its bundle", () => {
    for (const field of ["dependencies", "peerDependencies", "optionalDependencies"])
      expect(manifest, `npm i -D, not npm i: see docs/decisions/0055`).not.toHaveProperty(field);
  });

  it("ships its launcher, its bundle and its schemas, and no sources", () => {
    expect(manifest.files).toEqual(expect.arrayContaining(["bin", "dist", "schemas"]));
    expect(manifest.files.filter((path) => ["src", "scripts", "test"].includes(path))).toEqual([]);
    expect(readProjectFile(manifest.bin["gpt-pipeline-hub"] ?? "")).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it("imports nothing that Node does not bring", async () => {
    const { outputs } = await bundledScripts();
    const outside = Object.values(outputs).flatMap(({ imports }) =>
      imports.filter(({ external }) => external === true).map(({ path }) => path),
    );
    expect(outside.length).toBeGreaterThan(0);
    const isOfNode = (path: string): boolean => path.startsWith("node:") || builtinModules.includes(path);
    expect([...new Set(outside)].filter((path) => !isOfNode(path))).toEqual([]);
  });
});
