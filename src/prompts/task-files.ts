import { type ExamplesFile, type LocatedExample, parseExamplesFile } from "./examples/examples-file.ts";
import { mayNamePeople, withheldProblem } from "./examples/withheld-problem.ts";
import type { Metadata } from "./metadata.ts";
import type { Problem } from "./problem.ts";
import { decodeText } from "./reading/decode-text.ts";
import type { ParsedFile } from "./reading/parsed-file.ts";
import type { Prompt, PromptVersion } from "./records/production-prompt.ts";
import { type Fragments, inlineFragments } from "./rendering/fragments.ts";
import type { Template } from "./rendering/template.ts";
import { type RepositoryFiles, UnreadableFile } from "./repository-files.ts";
import type { TaskEntry } from "./repository-index.ts";
import { sha256 } from "./sha256.ts";
import { parseMetadataFile, parseProductionFile, parseTemplateFile } from "./yaml-formats.ts";

/** A locked file with the digest of its bytes. */
export interface LockedFile extends ParsedFile<PromptVersion> {
  readonly sha256: string;
}

/** Everything that the tree holds of one task, parsed; problems are collected, never thrown. */
export interface TaskFiles {
  readonly entry: TaskEntry;
  readonly template?: ParsedFile<Template>;
  readonly metadata?: ParsedFile<Metadata>;
  readonly production?: LockedFile;
  readonly exampleFiles: readonly ExamplesFile[];
  /** In the order of file names and lines. */
  readonly examples: readonly LocatedExample[];
  readonly problems: readonly Problem[];
}

/** Reads and parses all files of a task, or only some of its parts. What is wrong in personal data is said without quoting it. */
export function readTask(
  files: RepositoryFiles,
  entry: TaskEntry,
  parts: { readonly examples: boolean } = { examples: true },
): TaskFiles {
  const problems: Problem[] = [];
  const read = <T>(
    path: string | undefined,
    parse: (path: string, bytes: Uint8Array) => T,
  ): T | undefined => {
    if (path === undefined) return undefined;
    const bytes = readOrReport(files, path, problems);
    return bytes === undefined ? undefined : parse(path, bytes);
  };
  const template = read(entry.template, parseTemplateFile);
  const metadata = read(entry.metadata, parseMetadataFile);
  const production = read(entry.production, parseLockedFile);
  const say = mayNamePeople(entry, metadata) ? withheldProblem : undefined;
  const exampleFiles = (parts.examples ? entry.examples : []).flatMap(
    (path) => read(path, (name, bytes) => parseExamplesFile(name, bytes, say)) ?? [],
  );
  const parsed = [template, metadata, production, ...exampleFiles];
  return {
    entry,
    ...(template === undefined ? {} : { template }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(production === undefined ? {} : { production }),
    exampleFiles,
    examples: exampleFiles.flatMap((file) => file.examples),
    problems: [problems, ...parsed.map((file) => file?.problems ?? [])].flat(),
  };
}

export function parseLockedFile(path: string, bytes: Uint8Array): LockedFile {
  return { ...parseProductionFile(path, bytes), sha256: sha256(bytes) };
}

/** The bytes, or a problem in the list where the file is not there or cannot be read. */
export function readOrReport(
  files: RepositoryFiles,
  path: string,
  problems: Problem[],
): Uint8Array | undefined {
  try {
    return files.read(path);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    problems.push({
      file: path,
      line: 1,
      column: 1,
      code: "file-unreadable",
      severity: "error",
      found: error.found,
      fix: "Put a regular UTF-8 file inside the repository there.",
    });
    return undefined;
  }
}

/** All fragments by name; those that are unreadable or no text are reported and left out. */
export function readFragments(
  files: RepositoryFiles,
  paths: readonly string[],
  problems: Problem[],
): Fragments {
  const read = (path: string): readonly (readonly [string, string])[] => {
    const bytes = readOrReport(files, path, problems);
    if (bytes === undefined) return [];
    const decoded = decodeText(path, bytes);
    if ("text" in decoded) return [[path.slice(path.lastIndexOf("/") + 1, -".md".length), decoded.text]];
    problems.push(decoded.problem);
    return [];
  };
  return new Map(paths.flatMap(read));
}

/** What would be promoted: template, model and schemas in one, fragments inlined. Faults of fragments are left to validation. */
export function assembleCandidate(template: Template, metadata: Metadata, fragments: Fragments): Prompt {
  return {
    id: template.id,
    messages: template.messages.map(({ role, content }) => ({
      role,
      content: inlineFragments(content, fragments).content,
    })),
    ...(template.tools === undefined ? {} : { tools: template.tools }),
    ...(template.tool_choice === undefined ? {} : { tool_choice: template.tool_choice }),
    model: metadata.model,
    input: metadata.input,
    output: metadata.output,
  };
}
