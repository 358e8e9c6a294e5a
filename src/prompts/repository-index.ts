import { FOLDERS, FRAGMENTS_FOLDER, type TaskAddress, writerOf } from "./layout.ts";
import { compareText, type Problem } from "./problem.ts";
import { isPlaceholderName } from "./rendering/placeholders.ts";
import type { RepositoryFiles } from "./repository-files.ts";
import { isTaskId } from "./task-id.ts";

/** A task by the files that name it, whether or not they can be read. */
export interface TaskEntry {
  readonly address: TaskAddress;
  readonly template?: string;
  readonly metadata?: string;
  readonly production?: string;
  /** Files of examples, in C order. */
  readonly examples: readonly string[];
}

export interface RepositoryIndex {
  /** Sorted by id. */
  readonly tasks: readonly TaskEntry[];
  readonly fragments: readonly string[];
  readonly problems: readonly Problem[];
}

type Part = "template" | "metadata" | "production" | "examples";

interface Claim {
  readonly part: Part;
  readonly path: string;
  readonly address: TaskAddress;
}

/** Which tasks a repository has, from file names alone. */
export function indexRepository(files: RepositoryFiles): RepositoryIndex {
  const problems: Problem[] = [];
  const claims: Claim[] = [];
  const collect = (
    part: Part,
    folder: string,
    parse: (rest: readonly string[]) => TaskAddress | undefined,
  ): void => {
    for (const path of files.list(folder)) {
      if (path.startsWith(`${FRAGMENTS_FOLDER}/`) || isIgnored(path)) continue;
      const address = parse(path.slice(folder.length + 1).split("/"));
      if (address === undefined) problems.push(misplaced(path, part));
      else claims.push({ part, path, address });
    }
  };
  collect("template", FOLDERS.templates, yamlAddress);
  collect("metadata", FOLDERS.metadata, yamlAddress);
  collect("production", FOLDERS.production, yamlAddress);
  collect("examples", FOLDERS.examples, examplesAddress);
  const { tasks, duplicates } = groupClaims(claims);
  const inFragments = files.list(FRAGMENTS_FOLDER).filter((path) => !isIgnored(path));
  problems.push(...inFragments.filter((path) => !isFragment(path)).map(misplacedFragment));
  return { tasks, fragments: inFragments.filter(isFragment), problems: [...problems, ...duplicates] };
}

const isIgnored = (path: string): boolean =>
  path.endsWith("/.gitkeep") || path.endsWith("/README.md") || writerOf(path) !== undefined;

const isFragment = (path: string): boolean =>
  path.endsWith(".md") && isPlaceholderName(path.slice(FRAGMENTS_FOLDER.length + 1, -".md".length));

function misplacedFragment(path: string): Problem {
  return {
    file: path,
    line: 1,
    column: 1,
    code: "file-misplaced",
    severity: "error",
    found: "no template can inline a file of this name",
    fix: `Name it ${FRAGMENTS_FOLDER}/<name>.md, the name of letters, digits, _ and -, or move it away.`,
  };
}

function yamlAddress(parts: readonly string[]): TaskAddress | undefined {
  const name = parts.at(-1) ?? "";
  return name.endsWith(".yaml")
    ? addressOf([...parts.slice(0, -1), name.slice(0, -".yaml".length)])
    : undefined;
}

function examplesAddress(parts: readonly string[]): TaskAddress | undefined {
  return parts.at(-1)?.endsWith(".jsonl") === true ? addressOf(parts.slice(0, -1)) : undefined;
}

function addressOf(names: readonly string[]): TaskAddress | undefined {
  const [first, second] = names;
  if (!names.every(isTaskId) || first === undefined || names.length > 2) return undefined;
  return second === undefined ? { id: first } : { group: first, id: second };
}

function misplaced(path: string, part: Part): Problem {
  const shape = part === "examples" ? "[<group>/]<task>/<name>.jsonl" : "[<group>/]<task>.yaml";
  return {
    file: path,
    line: 1,
    column: 1,
    code: "file-misplaced",
    severity: "error",
    found: "no command reads a file of this name here",
    fix: `Name it ${shape}, ids as ^[a-z][a-z0-9_-]{0,62}$ says, or move it away.`,
  };
}

function groupClaims(claims: readonly Claim[]): {
  readonly tasks: TaskEntry[];
  readonly duplicates: Problem[];
} {
  const byId = new Map<string, Claim[]>();
  for (const claim of claims) {
    const known = byId.get(claim.address.id);
    if (known === undefined) byId.set(claim.address.id, [claim]);
    else known.push(claim);
  }
  const duplicates: Problem[] = [];
  const tasks = [...byId.values()].map((own) => {
    const address = homeOf(own);
    const strays = own.filter((claim) => claim.address.group !== address.group);
    duplicates.push(...strays.map((stray) => duplicate(stray, own)));
    return entryOf(
      address,
      own.filter((claim) => claim.address.group === address.group),
    );
  });
  return { tasks: tasks.sort((a, b) => compareText(a.address.id, b.address.id)), duplicates };
}

/** Metadata says where a task lives; without it the template does. */
function homeOf(claims: readonly Claim[]): TaskAddress {
  const order: readonly Part[] = ["metadata", "template", "production", "examples"];
  const [first] = [...claims].sort((a, b) => order.indexOf(a.part) - order.indexOf(b.part));
  if (first === undefined) throw new TypeError("a task without files");
  return first.address;
}

function duplicate(stray: Claim, own: readonly Claim[]): Problem {
  const home = own.find((claim) => claim.address.group !== stray.address.group);
  return {
    file: stray.path,
    line: 1,
    column: 1,
    code: "duplicate-task",
    severity: "error",
    found: `task id "${stray.address.id}" also stands in ${home?.path ?? "another folder"}`,
    fix: "Keep a task's files under the same group folder; ids are unique over the repository.",
  };
}

function entryOf(address: TaskAddress, claims: readonly Claim[]): TaskEntry {
  const pathOf = (part: Part): string | undefined => claims.find((claim) => claim.part === part)?.path;
  const [template, metadata, production] = [pathOf("template"), pathOf("metadata"), pathOf("production")];
  return {
    address,
    ...(template === undefined ? {} : { template }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(production === undefined ? {} : { production }),
    examples: claims.filter((claim) => claim.part === "examples").map((claim) => claim.path),
  };
}
