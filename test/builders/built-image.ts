import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { AssembledRelease } from "../../src/deployment/releases/assemble-release.ts";
import { parseReleaseFile } from "../../src/prompts/records/release-file.ts";

/** What an image would carry: the folder that `release` wrote. Throws where it holds none. */
export function builtImage(folder: string): AssembledRelease {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path), bytes: readFileSync(path) }));
  const manifest = files.find(({ path }) => path === "release.json");
  if (manifest === undefined) throw new Error(`${folder} holds no release`);
  const parsed = parseReleaseFile("release.json", manifest.bytes);
  if (!("release" in parsed)) throw new Error(parsed.faults.join("; "));
  return { release: parsed.release, files, withheld: [], problems: [] };
}
