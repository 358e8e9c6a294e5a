import type { Place, Problem } from "../problem.ts";

export type KeyPath = readonly (string | number)[];

/** Text that became a value, with the way back to where each part of it stands. */
export interface Positions {
  readonly path: string;
  /** Where the value stands; the nearest one above it where it does not exist. */
  placeOf(keys: KeyPath): Place;
  /** Where the last key itself stands. */
  placeOfKey(keys: KeyPath): Place;
  /** Where a text stands inside the value's own text, after `earlier` other occurrences; the value's place if it is not found. */
  placeOfText(keys: KeyPath, text: string, earlier?: number): Place;
  /** The text of a scalar as it was written, at most 60 characters. */
  sourceOf(keys: KeyPath): string | undefined;
}

/** A file after its one parser: either a value that may be trusted, or problems that say why not. */
export interface ParsedFile<T> extends Positions {
  readonly value?: T;
  readonly problems: readonly Problem[];
}
