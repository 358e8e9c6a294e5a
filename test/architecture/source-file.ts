export interface Import {
  /** Path from the project's root for a relative import, else the specifier as it stands. */
  readonly target: string;
  /** `import type`, `export type` or `import("...").T`: gone at run time. */
  readonly typeOnly: boolean;
  /** Names that are imported; `*` for everything. */
  readonly names: readonly string[];
  readonly line: number;
}

export interface SizedFunction {
  readonly line: number;
  readonly lines: number;
}

/** A dotted name where it is used, for example `Date.now` or `vi.mock`. */
export interface Use {
  readonly name: string;
  readonly line: number;
}

/** What the rules know of a file. */
export interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly functions: readonly SizedFunction[];
  /** Uses of the clock, of chance, of the process, of the network. */
  readonly worldUses: readonly Use[];
  readonly calls: readonly Use[];
  /** Lines of default exports. */
  readonly defaultExports: readonly number[];
}

/** A rule looks at all files at once and gives one readable line a violation. */
export type Rule = (files: readonly SourceFile[]) => readonly string[];

/** `src/gate/adapters/x.ts` stands in `gate`; undefined outside `src`. */
export function roomOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

export const isAdapter = (path: string): boolean => path.includes("/adapters/");
