import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { scriptNames } from "../../reporting/launched.ts";

/** The commands that people can start as scripts in a repository, for texts that name commands; none where npm is not used. */
export function scriptsHere(root: string): ReadonlySet<string> {
  const path = join(root, "package.json");
  return scriptNames(existsSync(path) ? readFileSync(path, "utf8") : undefined);
}
