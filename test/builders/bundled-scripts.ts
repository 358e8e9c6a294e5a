import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build, type Metafile } from "esbuild";
import { PROJECT_ROOT } from "../launcher/scratch-project.ts";

/** Every command's script, as a path from the project's root. */
export const COMMAND_SCRIPTS: readonly string[] = readdirSync(join(PROJECT_ROOT, "scripts")).map(
  (name) => `scripts/${name}`,
);

/** What a bundle of all commands would read and hold; nothing is written. */
export async function bundledScripts(): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: PROJECT_ROOT,
    entryPoints: [...COMMAND_SCRIPTS],
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
  return metafile;
}
