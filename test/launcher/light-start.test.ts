import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build, type Metafile } from "esbuild";
import { beforeAll, expect, it } from "vitest";
import { PROJECT_ROOT } from "./scratch-project.ts";

const scripts = readdirSync(join(PROJECT_ROOT, "scripts")).map((name) => `scripts/${name}`);
let inputs: Metafile["inputs"];

beforeAll(async () => {
  const { metafile } = await build({
    absWorkingDir: PROJECT_ROOT,
    entryPoints: scripts,
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
  inputs = metafile.inputs;
});

/** What is loaded before a command has looked at its flags. */
function loadedAtOnce(script: string): readonly string[] {
  const found = new Set([script]);
  for (const path of found) {
    const imports = inputs[path]?.imports ?? [];
    for (const one of imports)
      if (one.kind !== "dynamic-import" && one.external !== true) found.add(one.path);
  }
  return [...found];
}

it.each(scripts)("%s answers --help without loading a package or a file of its work", (script) => {
  const loaded = loadedAtOnce(script).filter((path) => !path.startsWith("src/cli/"));
  expect(loaded.filter((path) => path.startsWith("node_modules/"))).toEqual([]);
  expect(
    loaded.filter((path) => /^src\/(evaluation|gate|validation|deployment|service)\//.test(path)),
  ).toEqual([]);
});

it("the work of a command is found where it is looked for", () => {
  const all = Object.keys(inputs);
  expect(all).toContain("src/validation/validate.ts");
  expect(loadedAtOnce("scripts/validate.ts")).toContain("src/cli/commands/validate.ts");
});
