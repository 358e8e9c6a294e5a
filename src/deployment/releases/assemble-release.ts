import { promptDigest } from "../../prompts/digests.ts";
import { compareText, type Problem } from "../../prompts/problem.ts";
import type { ProblemCode } from "../../prompts/problem-codes.ts";
import type { Registry, RegistryTask, RegistryVersion } from "../../prompts/records/registry.ts";
import type { Release, ReleasedPrompt } from "../../prompts/records/release.ts";
import { imageDigest, RELEASE_FILE, releasedPath } from "../../prompts/records/release.ts";
import { renderReleaseFile } from "../../prompts/records/release-file.ts";
import { sha256 } from "../../prompts/sha256.ts";
import { parseProductionFile } from "../../prompts/yaml-formats.ts";
import type { LockedFiles } from "./locked-files.ts";
import { nextReleaseNumber } from "./release-number.ts";
import { selectCarried } from "./select-versions.ts";

export interface ReleaseSources {
  readonly service: string;
  /** Whether a task belongs to the service. */
  readonly isServed: (task: string) => boolean;
  readonly registry: Registry;
  readonly files: LockedFiles;
  readonly commit: string;
  /** Counted from the registry where it is left out. */
  readonly number?: number;
  /** The largest number that any release of the service ever had, and its content, where that is known. */
  readonly highest?: { readonly number: number; readonly image: string };
}

export interface ReleaseFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface AssembledRelease {
  readonly release: Release;
  /** Everything that the release's folder holds, `release.json` included. */
  readonly files: readonly ReleaseFile[];
  /** Tasks whose production version may not answer, so that a verified one does or none. */
  readonly withheld: readonly {
    readonly task: string;
    readonly version: string;
    readonly instead?: string;
  }[];
  /** A release with problems must not be deployed. */
  readonly problems: readonly Problem[];
}

/** What an image carries. Equal registry, files and service give equal bytes and an equal image digest. */
export function assembleRelease(sources: ReleaseSources): AssembledRelease {
  const tasks = Object.entries(sources.registry.tasks)
    .filter(([task]) => sources.isServed(task))
    .sort(([a], [b]) => compareText(a, b));
  const parts = tasks.map(([task, registered]) => assembleTask(task, registered, sources.files));
  const prompts = parts.flatMap((part) => part.prompts.map(({ released }) => released));
  const current = Object.fromEntries(
    parts.flatMap(({ current: entry }) => (entry === undefined ? [] : [entry])),
  );
  const gone = Object.fromEntries(
    parts.flatMap((part) => (part.gone.length === 0 ? [] : [[part.task, part.gone]])),
  );
  const image = imageDigest({ current, files: prompts });
  const release: Release = {
    schema_version: 1,
    service: sources.service,
    number: sources.number ?? nextReleaseNumber(sources.registry, sources.service, image, sources.highest),
    commit: sources.commit,
    image,
    current,
    prompts,
    ...(Object.keys(gone).length === 0 ? {} : { gone }),
  };
  const manifest = { path: RELEASE_FILE, bytes: new TextEncoder().encode(renderReleaseFile(release)) };
  const files = parts.flatMap((part) =>
    part.prompts.map(({ released, bytes }) => ({ path: released.path, bytes })),
  );
  return {
    release,
    files: [manifest, ...files],
    withheld: parts.flatMap(({ withheld }) => withheld ?? []),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

interface TaskPart {
  readonly task: string;
  readonly current?: readonly [task: string, version: string];
  readonly prompts: readonly { readonly released: ReleasedPrompt; readonly bytes: Uint8Array }[];
  readonly gone: readonly string[];
  readonly withheld?: AssembledRelease["withheld"][number];
  readonly problems: readonly Problem[];
}

function assembleTask(task: string, registered: RegistryTask, files: LockedFiles): TaskPart {
  const { current, previous } = selectCarried(registered);
  const wanted = [current, previous].flatMap((version) => version ?? []);
  const read = wanted.map((version) => readVersion(task, registered, version, files));
  const carried = new Set(wanted.map(({ version }) => version));
  const production = registered.production?.version;
  return {
    task,
    ...(current === undefined ? {} : { current: [task, current.version] }),
    prompts: read.flatMap((found) => ("released" in found ? [found] : [])),
    gone: registered.versions.map(({ version }) => version).filter((version) => !carried.has(version)),
    ...(production === undefined || production === current?.version
      ? {}
      : { withheld: withheld(task, production, current) }),
    problems: read.flatMap((found) => ("problem" in found ? [found.problem] : [])),
  };
}

function withheld(
  task: string,
  version: string,
  instead: RegistryVersion | undefined,
): AssembledRelease["withheld"][number] {
  return { task, version, ...(instead === undefined ? {} : { instead: instead.version }) };
}

type ReadVersion =
  | { readonly released: ReleasedPrompt; readonly bytes: Uint8Array }
  | { readonly problem: Problem };

function readVersion(
  task: string,
  registered: RegistryTask,
  known: RegistryVersion,
  files: LockedFiles,
): ReadVersion {
  const { production } = registered;
  const isProduction = production?.version === known.version;
  const code = isProduction ? "locked-file-changed" : "archive-changed";
  const file = isProduction ? files.production(task) : files.archived(task, known.version);
  const name = `${task} ${known.version}`;
  if (file === undefined)
    return { problem: problem("registry-dangling", "prompt_registry.yaml", `${name} has no file`) };
  const { value, problems } = parseProductionFile(file.path, file.bytes);
  if (value === undefined)
    return { problem: problems[0] ?? problem(code, file.path, "the file cannot be read") };
  const digest = promptDigest(value);
  const digestOfFile = sha256(file.bytes);
  const isSame =
    digest === known.prompt_digest &&
    value.id === task &&
    value.version === known.version &&
    (!isProduction || production.sha256 === digestOfFile) &&
    (known.sha256 === undefined || known.sha256 === digestOfFile);
  if (!isSame) return { problem: problem(code, file.path, `it is not the ${name} that was promoted`) };
  const path = releasedPath(task, known.version);
  const released = { task, version: known.version, prompt_digest: digest, path, sha256: digestOfFile };
  return { released, bytes: file.bytes };
}

function problem(code: ProblemCode, file: string, found: string): Problem {
  const fix = "Put the promoted bytes back from git; nothing was deployed.";
  return { code, severity: "error", file, line: 1, column: 1, found, fix };
}
