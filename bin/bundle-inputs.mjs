import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Why there is no bundle. `exit` is 1 where the sources do not compile, 2 where the machine lacks something. */
export class BundleError extends Error {
  constructor(message, exit, options) {
    super(message, options);
    this.name = "BundleError";
    this.exit = exit;
  }
}

/** Tells a changed file from an unchanged one by size and time of change; any difference counts, older ones too. */
export function stamp(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? "absent" : `${found.size}:${found.mtimeMs}`;
}

/** The files that are commands. Any other new file matters only once an input imports it. */
export function sourceList(root) {
  return readdirSync(join(root, "scripts"))
    .filter((name) => name.endsWith(".ts"))
    .sort();
}
