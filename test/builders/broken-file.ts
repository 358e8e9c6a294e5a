import { aRepository, edited, exampleLines, PATHS, type Tree, withChanges } from "./a-repository.ts";

/** A rule of the business, a tree that breaks it, and how each line of the report begins. */
export type BrokenFile = readonly [rule: string, tree: Tree, beginnings: readonly string[]];

/** The valid repository with one piece of its metadata, template or registry changed. */
export const metadataWith = (from: string, to: string): Tree =>
  edited(aRepository(), PATHS.metadata, from, to);
export const templateWith = (from: string, to: string): Tree =>
  edited(aRepository(), PATHS.template, from, to);
export const fragmentWith = (text: string | Uint8Array): Tree =>
  withChanges(aRepository(), { [PATHS.fragment]: text });

/** The 24 valid examples and further lines, the first of which is line 25. */
export const examplesAnd = (...lines: readonly string[]): Tree =>
  withChanges(aRepository(), { [PATHS.examples]: exampleLines(24) + lines.join("\n") });

/** An example as one line, valid but for what is given. */
export const aLine = (overrides: object): string =>
  JSON.stringify({ id: "extra", input: { question: "Why?" }, expected: "Yes.", ...overrides });

/** As many characters of each line as are expected of it. */
export const beginningsOf = (lines: readonly string[], expected: readonly string[]): readonly string[] =>
  lines.map((line, at) => line.slice(0, expected[at]?.length ?? line.length));
