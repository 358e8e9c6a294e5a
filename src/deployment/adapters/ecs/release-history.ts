import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { demand, type RunGit } from "../../../lifecycle/adapters/git/git-process.ts";
import { storeFile } from "../../../lifecycle/adapters/store-file.ts";
import { GitFailure } from "../../../lifecycle/git.ts";
import { FOLDERS, REGISTRY_FILE } from "../../../prompts/layout.ts";
import { compareText } from "../../../prompts/problem.ts";
import type { Release } from "../../../prompts/records/release.ts";
import { parseReleaseFile, renderReleaseFile } from "../../../prompts/records/release-file.ts";
import type { RepositoryFiles } from "../../../prompts/repository-files.ts";

/** Manifests of releases that were deployed from this machine. */
export interface ReleaseFiles {
  all(): readonly Release[];
  write(release: Release): void;
}

export function createReleaseFiles(folder: string): ReleaseFiles {
  return {
    all: () =>
      (existsSync(folder) ? readdirSync(folder) : [])
        .filter((name) => name.endsWith(".json"))
        .flatMap((name) => {
          const parsed = parseReleaseFile(name, readFileSync(join(folder, name)));
          return "release" in parsed ? [parsed.release] : [];
        }),
    write: (release) =>
      storeFile(join(folder, `${release.image.slice(7, 19)}.json`), renderReleaseFile(release)),
  };
}

/** The locked files and the registry as they were in a commit; empty where git does not have it. */
export async function lockedFilesAt(run: RunGit, commit: string): Promise<RepositoryFiles> {
  const texts = await textsAt(run, commit).catch((error: unknown) => {
    if (error instanceof GitFailure) return new Map<string, string>();
    throw error;
  });
  const encoder = new TextEncoder();
  return {
    list: (folder) => [...texts.keys()].filter((path) => path.startsWith(`${folder}/`)).sort(compareText),
    read: (path) => {
      const text = texts.get(path);
      return text === undefined ? undefined : encoder.encode(text);
    },
  };
}

async function textsAt(run: RunGit, commit: string): Promise<ReadonlyMap<string, string>> {
  const places = [FOLDERS.production, FOLDERS.archive, REGISTRY_FILE];
  const listed = await demand(run, ["ls-tree", "-r", "-z", "--name-only", commit, "--", ...places]);
  const paths = listed.split("\0").filter((path) => path !== "" && !path.includes("\n"));
  const asked = paths.map((path) => `${commit}:${path}\n`).join("");
  const batch = Buffer.from(await demand(run, ["cat-file", "--batch"], asked), "utf8");
  const texts = new Map<string, string>();
  let at = 0;
  for (const path of paths) {
    const end = batch.indexOf("\n", at);
    const size = Number(batch.subarray(at, end).toString("utf8").split(" ")[2]);
    texts.set(path, batch.subarray(end + 1, end + 1 + size).toString("utf8"));
    at = end + 1 + size + 1;
  }
  return texts;
}
