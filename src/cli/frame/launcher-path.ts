import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const LAUNCHER = join("bin", "gpt-pipeline-hub.mjs");

/** The program that starts commands, for commands that start others: found upwards from this file, bundled or not. */
export function launcherPath(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const path = join(folder, LAUNCHER);
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) throw new Error(`no ${LAUNCHER} above ${import.meta.url}`);
  }
}
