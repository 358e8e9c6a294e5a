import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SCRATCH_FOLDER } from "../../src/prompts/layout.ts";

/** SHA-256 of every file outside `.git`, by path; `.pipeline/` counts only where it is asked for. */
export function fileDigests(
  root: string,
  { scratch }: { readonly scratch: boolean },
): Readonly<Record<string, string>> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = entries.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)).sort();
  const own = paths.filter(
    (path) => !path.startsWith(".git/") && (scratch || !path.startsWith(`${SCRATCH_FOLDER}/`)),
  );
  return Object.fromEntries(
    own.map((path) => [
      path,
      createHash("sha256")
        .update(readFileSync(join(root, path)))
        .digest("hex"),
    ]),
  );
}
