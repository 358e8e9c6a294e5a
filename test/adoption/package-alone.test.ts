import { readdirSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { readProjectFile } from "../architecture/project-files.ts";
import { PROJECT_ROOT } from "../launcher/scratch-project.ts";

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
    const { metafile } = await build({
      absWorkingDir: PROJECT_ROOT,
      entryPoints: readdirSync(join(PROJECT_ROOT, "scripts")).map((name) => `scripts/${name}`),
      outdir: "out",
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      mainFields: ["module", "main"],
      metafile: true,
      write: false,
      logLevel: "silent",
    });
    const outside = Object.values(metafile.outputs).flatMap(({ imports }) =>
      imports.filter(({ external }) => external === true).map(({ path }) => path),
    );
    expect(outside.length).toBeGreaterThan(0);
    const isOfNode = (path: string): boolean => path.startsWith("node:") || builtinModules.includes(path);
    expect([...new Set(outside)].filter((path) => !isOfNode(path))).toEqual([]);
  });
});
