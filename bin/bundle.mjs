import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * The bundle to run: the folder of the built commands and their names. Builds first when an input changed; a package
 * without sources runs what it was shipped with. Throws `BundleError`.
 */
export async function currentBundle(root) {
  const record = readRecord(root);
  const hasSources = existsSync(join(root, "scripts"));
  if (record !== undefined && (!hasSources || isFresh(root, record))) return bundleOf(root, record);
  if (!hasSources) throw new BundleError("this package has neither sources nor a complete dist folder.", 2);
  const { buildBundle } = await import("./build-bundle.mjs");
  return bundleOf(root, await buildBundle(root));
}

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

function bundleOf(root, { build, entries }) {
  return { folder: join(root, "dist", build), entries };
}

function readRecord(root) {
  try {
    const record = JSON.parse(readFileSync(join(root, "dist", "inputs.json"), "utf8"));
    return existsSync(join(root, "dist", record.build)) ? record : undefined;
  } catch {
    return undefined;
  }
}

function isFresh(root, { sources, inputs }) {
  if (sources.join() !== sourceList(root).join()) return false;
  return Object.entries(inputs).every(([path, seen]) => stamp(`${root}/${path}`) === seen);
}
