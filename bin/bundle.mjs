import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BundleError, sourceList, stamp } from "./bundle-inputs.mjs";

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
