import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { FOLDERS, SCRATCH_FOLDER, writerOf } from "../../prompts/layout.ts";
import { compareText } from "../../prompts/problem.ts";

/** Where files of authors and of commands stand; nobody writes anywhere else in two steps. */
const WHOLE = [
  ...[...Object.values(FOLDERS), "pipelines"],
  ...["journal", "operations"].map((name) => `${SCRATCH_FOLDER}/${name}`),
];

/**
 * Takes away the temporary files of processes that have ended, and gives their paths, sorted. What a living process writes
 * stays. Only for whoever holds the repository's lock.
 */
export function removeLeftovers(root: string): readonly string[] {
  const left = [...leftIn(root, "", false), ...WHOLE.flatMap((folder) => leftIn(root, folder, true))].sort(
    compareText,
  );
  for (const path of left) rmSync(join(root, path), { force: true });
  return left;
}

function leftIn(root: string, folder: string, recursive: boolean): readonly string[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  // With their types the folders need not be asked one by one whether they are any.
  return readdirSync(path, { recursive, withFileTypes: true })
    .filter(({ name }) => hasEnded(writerOf(name)))
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)));
}

/** Signal 0 only asks; a process that may not be asked is alive. */
function hasEnded(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}
