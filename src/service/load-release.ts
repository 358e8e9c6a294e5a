import { promptDigest } from "../prompts/digests.ts";
import { compareText, renderProblem } from "../prompts/problem.ts";
import { imageDigest, RELEASE_FILE, type Release, type ReleasedPrompt } from "../prompts/records/release.ts";
import { parseReleaseFile } from "../prompts/records/release-file.ts";
import type { RepositoryFiles } from "../prompts/repository-files.ts";
import { sha256 } from "../prompts/sha256.ts";
import { parseProductionFile } from "../prompts/yaml-formats.ts";
import { type Carried, type CarriedPrompt, type CarriedTask, UnusableSource } from "./carried-prompts.ts";

const REBUILD = "Run `npm run deploy` again: it writes the release anew.";

interface LoadedPrompt extends CarriedPrompt {
  readonly path: string;
  readonly sha256: string;
  readonly isChanged: boolean;
}

/** Reads a release folder (`release.json` and the files that it names). Throws `UnusableSource`. */
export function loadRelease(files: RepositoryFiles): Carried {
  const release = readManifest(files);
  const prompts = release.prompts.map((released) => loadPrompt(files, released));
  return {
    service: release.service,
    release: release.number,
    image: imageDigest({ current: release.current, files: prompts }),
    tasks: groupByTask(release, prompts),
    changedFiles: prompts.filter((prompt) => prompt.isChanged).map((prompt) => prompt.path),
  };
}

function readManifest(files: RepositoryFiles): Release {
  const bytes = files.read(RELEASE_FILE);
  if (bytes === undefined) throw new UnusableSource(`the folder has no ${RELEASE_FILE}`, REBUILD);
  const parsed = parseReleaseFile(RELEASE_FILE, bytes);
  if ("release" in parsed) return parsed.release;
  throw new UnusableSource(
    `${RELEASE_FILE} cannot be read: ${parsed.faults.slice(0, 3).join("; ")}`,
    REBUILD,
  );
}

function loadPrompt(files: RepositoryFiles, released: ReleasedPrompt): LoadedPrompt {
  const bytes = files.read(released.path);
  if (bytes === undefined) throw new UnusableSource(`the release has no ${released.path}`, REBUILD);
  const { value, problems } = parseProductionFile(released.path, bytes);
  if (value === undefined)
    throw new UnusableSource(problems.slice(0, 3).map(renderProblem).join("\n"), REBUILD);
  if (value.id !== released.task || value.version !== released.version)
    throw new UnusableSource(`${released.path} holds ${value.id} ${value.version}`, REBUILD);
  const digest = sha256(bytes);
  const isChanged = digest !== released.sha256;
  return { prompt: value, digest: promptDigest(value), path: released.path, sha256: digest, isChanged };
}

function groupByTask(release: Release, prompts: readonly LoadedPrompt[]): ReadonlyMap<string, CarriedTask> {
  const names = [...Object.keys(release.current), ...Object.keys(release.gone ?? {})];
  const tasks = [...new Set(names)].sort(compareText);
  return new Map(tasks.map((task) => [task, carriedTask(release, task, prompts)]));
}

function carriedTask(release: Release, task: string, prompts: readonly LoadedPrompt[]): CarriedTask {
  const own = new Map(
    prompts.filter(({ prompt }) => prompt.id === task).map((carried) => [carried.prompt.version, carried]),
  );
  const current = release.current[task];
  if (current !== undefined && !own.has(current))
    throw new UnusableSource(`the release does not carry ${task} ${current}, its current version`, REBUILD);
  return {
    ...(current === undefined ? {} : { current }),
    versions: [...own.keys()],
    find: (version) => own.get(version),
    gone: new Set(release.gone?.[task] ?? []),
  };
}
