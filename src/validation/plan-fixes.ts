import { editTopLevel } from "../prompts/adapters/yaml-top-level.ts";
import type { Problem } from "../prompts/problem.ts";
import type { Repository } from "../prompts/repository.ts";

/** A file with everything mended that has exactly one right answer. */
export interface FixedFile {
  readonly path: string;
  readonly text: string;
  /** What was mended, for people. */
  readonly mended: readonly string[];
}

type Fix = { readonly mended: string; apply(text: string): string };

/**
 * Mends what needs no judgement: a byte order mark or carriage returns in texts, and a `version` in metadata that is not the
 * registry's. Wording, limits and locked files are never touched.
 */
export function planFixes(repository: Repository, problems: readonly Problem[]): readonly FixedFile[] {
  return writtenFiles(repository).flatMap((path) => {
    const bytes = repository.files.read(path);
    if (bytes === undefined || isUtf16(bytes)) return [];
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    const fixes = [...textFixes(text), ...versionFixes(repository, path, problems)];
    const fixed = fixes.reduce((current, fix) => fix.apply(current), text);
    return fixed === text ? [] : [{ path, text: fixed, mended: fixes.map(({ mended }) => mended) }];
  });
}

/** Files that authors write; what commands wrote is evidence and stays as it is. */
function writtenFiles({ index }: Repository): readonly string[] {
  const own = index.tasks.flatMap(({ template, metadata, examples }) => [template, metadata, ...examples]);
  return [...own.flatMap((path) => path ?? []), ...index.fragments];
}

const isUtf16 = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);

function textFixes(text: string): readonly Fix[] {
  return [
    ...(text.startsWith("\ufeff")
      ? [{ mended: "the byte order mark is gone", apply: (old: string) => old.slice(1) }]
      : []),
    ...(text.includes("\r\n")
      ? [{ mended: "lines end with a line feed alone", apply: (old: string) => old.replaceAll("\r\n", "\n") }]
      : []),
  ];
}

function versionFixes(
  { registry, index }: Repository,
  path: string,
  problems: readonly Problem[],
): readonly Fix[] {
  if (!problems.some(({ code, file }) => code === "version-mismatch" && file === path)) return [];
  const task = index.tasks.find(({ metadata }) => metadata === path)?.address.id;
  const version = task === undefined ? undefined : registry.tasks[task]?.production?.version;
  const mended =
    version === undefined
      ? "the version is gone: nothing is in production"
      : `the version is ${version}, as the registry says`;
  return [{ mended, apply: (text) => editTopLevel(text, { version }) }];
}
