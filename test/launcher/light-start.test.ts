import type { Metafile } from "esbuild";
import { beforeAll, expect, it } from "vitest";
import { bundledScripts, COMMAND_SCRIPTS } from "../builders/bundled-scripts.ts";

let inputs: Metafile["inputs"];

beforeAll(async () => {
  inputs = (await bundledScripts()).inputs;
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

it.each(COMMAND_SCRIPTS)("%s answers --help without loading a package or a file of its work", (script) => {
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
