import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSource } from "./read-source.ts";
import type { SourceFile } from "./source-file.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Every file that git tracks or would track, so that a file is checked before it is committed. */
export function projectFiles(): readonly string[] {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  return listed.split("\0").filter((path) => path !== "" && existsSync(join(root, path)));
}

export const readProjectFile = (path: string): string => readFileSync(join(root, path), "utf8");

/** The parsed TypeScript below the given folders. */
export function projectSources(...folders: readonly string[]): readonly SourceFile[] {
  return projectFiles()
    .filter((path) => path.endsWith(".ts") && folders.some((folder) => path.startsWith(`${folder}/`)))
    .map((path) => readSource(path, readProjectFile(path)));
}
