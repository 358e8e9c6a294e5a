import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { StateNotStored } from "../../lifecycle/write-store.ts";
import type { Release } from "../../prompts/records/release.ts";
import { RELEASE_FILE } from "../../prompts/records/release.ts";
import { parseReleaseFile } from "../../prompts/records/release-file.ts";
import { sha256 } from "../../prompts/sha256.ts";
import type { ReleaseFile } from "../releases/assemble-release.ts";
import type { Pins } from "../targets/target.ts";
import type { ProcessIdentity } from "./service-process.ts";

/** One process of the service, as it was started. */
export interface LocalDeployment {
  readonly schema_version: 1;
  readonly id: string;
  readonly operation: string;
  readonly generation: number;
  readonly image: string;
  /** Name of its folder under `releases/`. */
  readonly release: string;
  readonly pins: Pins;
  /** Absent until it answered for the first time. */
  readonly process?: ProcessIdentity;
  readonly url?: string;
}

/** `current.json`: the deployment that takes traffic. */
export interface Pointer {
  readonly schema_version: 1;
  readonly id: string;
  readonly url: string;
  /** What took traffic before it. */
  readonly previous?: string;
}

/** The state of one environment on disk. Every file appears whole or not at all. */
export interface DeploymentStore {
  readonly folder: string;
  all(): readonly LocalDeployment[];
  read(id: string): LocalDeployment | undefined;
  write(deployment: LocalDeployment): void;
  remove(id: string): void;
  pointer(): Pointer | undefined;
  point(pointer: Pointer | undefined): void;
  /** Path of a file that belongs to a deployment. */
  pathOf(id: string, kind: "json" | "ready" | "log"): string;
  releaseFolder(name: string): string;
  /** Whether the folder holds every file of the release, unchanged. */
  isComplete(name: string, release: Release): boolean;
  writeRelease(name: string, files: readonly ReleaseFile[]): void;
  /** Releases on disk, the highest number first. */
  releases(): readonly Release[];
  /** Removes the folders of releases but the ones that recorded deployments name and so many of the newest others. */
  pruneReleases(others: number): void;
}

export function createDeploymentStore(folder: string): DeploymentStore {
  const deployments = join(folder, "deployments");
  const releases = join(folder, "releases");
  const current = join(folder, "current.json");
  const pathOf: DeploymentStore["pathOf"] = (id, kind) => join(deployments, `${id}.${kind}`);
  const read = (id: string) => readJson<LocalDeployment>(pathOf(id, "json"));
  return {
    folder,
    pathOf,
    read,
    all: () =>
      namesIn(deployments)
        .filter((name) => name.endsWith(".json"))
        .flatMap((name) => read(name.slice(0, -".json".length)) ?? []),
    write: (deployment) => writeJson(pathOf(deployment.id, "json"), deployment),
    remove: (id) => {
      for (const kind of ["ready", "json", "log"] as const) rmSync(pathOf(id, kind), { force: true });
    },
    pointer: () => readJson<Pointer>(current),
    point: (pointer) =>
      pointer === undefined ? rmSync(current, { force: true }) : writeJson(current, pointer),
    releaseFolder: (name) => join(releases, name),
    isComplete: (name, release) => isComplete(join(releases, name), release),
    writeRelease: (name, files) => writeFolder(releases, name, files),
    releases: () =>
      namesIn(releases)
        .flatMap((name) => readRelease(join(releases, name)) ?? [])
        .sort((a, b) => b.number - a.number),
    pruneReleases: (others) => {
      const named = namesIn(deployments).flatMap((name) =>
        name.endsWith(".json") ? (read(name.slice(0, -".json".length))?.release ?? []) : [],
      );
      pruneFolders(releases, named, others);
    },
  };
}

/** Folders are called `<number>-<image>`. One that is going is renamed first, so that a kill leaves none that is half there. */
function pruneFolders(releases: string, named: readonly string[], others: number): void {
  const going = namesIn(releases)
    .filter((name) => /^\d+-/.test(name) && !named.includes(name))
    .sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10))
    .slice(others);
  for (const name of going) {
    const aside = join(releases, `${UNFINISHED}${name}`);
    stored(aside, () => renameSync(join(releases, name), aside));
    remove(aside);
  }
}

const UNFINISHED = ".unfinished-";

function isComplete(folder: string, release: Release): boolean {
  const found = readRelease(folder);
  if (found?.image !== release.image) return false;
  return release.prompts.every((prompt) => {
    const bytes = readBytes(join(folder, prompt.path));
    return bytes !== undefined && sha256(bytes) === prompt.sha256;
  });
}

function readRelease(folder: string): Release | undefined {
  const bytes = readBytes(join(folder, RELEASE_FILE));
  const parsed = bytes === undefined ? undefined : parseReleaseFile(RELEASE_FILE, bytes);
  return parsed !== undefined && "release" in parsed ? parsed.release : undefined;
}

/** A folder that a killed run left unfinished has another name, and goes with the next one that is written. */
function writeFolder(releases: string, name: string, files: readonly ReleaseFile[]): void {
  stored(join(releases, name), () => {
    mkdirSync(releases, { recursive: true });
    for (const left of namesIn(releases)) if (left.startsWith(UNFINISHED)) remove(join(releases, left));
    const unfinished = mkdtempSync(join(releases, UNFINISHED));
    try {
      for (const { path, bytes } of files) {
        mkdirSync(dirname(join(unfinished, path)), { recursive: true });
        writeFileSync(join(unfinished, path), bytes);
      }
      remove(join(releases, name));
      renameSync(unfinished, join(releases, name));
    } finally {
      remove(unfinished);
    }
  });
}

function writeJson(path: string, value: LocalDeployment | Pointer): void {
  stored(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    const unfinished = `${path}.tmp`;
    try {
      writeFileSync(unfinished, `${JSON.stringify(value, null, 2)}\n`);
      renameSync(unfinished, path);
    } finally {
      rmSync(unfinished, { force: true });
    }
  });
}

/** Own files, written whole by a rename; one that is not JSON is as good as none. */
function readJson<T>(path: string): T | undefined {
  const bytes = readBytes(path);
  try {
    return bytes === undefined ? undefined : (JSON.parse(bytes.toString("utf8")) as T);
  } catch {
    return undefined;
  }
}

function readBytes(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function stored(path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new StateNotStored(path, error);
  }
}

const remove = (path: string): void => rmSync(path, { recursive: true, force: true });

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
