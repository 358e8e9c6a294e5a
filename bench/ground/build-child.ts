import { join } from "node:path";
import { build } from "esbuild";
import { child } from "./run-node.ts";

/** A child of TypeScript as users run it: built, without what a loader for development adds. Returns the file. */
export async function buildChild(name: string, folder: string): Promise<string> {
  const outfile = join(folder, name.replace(/\.ts$/, ".mjs"));
  const mainFields = ["module", "main"];
  await build({
    entryPoints: [child(name)],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    mainFields,
  });
  return outfile;
}
