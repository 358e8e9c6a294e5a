import type { Palette } from "../../reporting/terminal/palette.ts";

/** Where a command talks to people while it works. */
export interface Terminal {
  readonly palette: Palette;
  /** Palette for standard output. */
  readonly outPalette: Palette;
  /** Whether lines may be redrawn. */
  readonly isInteractive: boolean;
  readonly columns: number;
  /** A line of the result while it comes: standard output, or standard error where that belongs to `--json`. */
  show(line: string): void;
  /** A line of talk; `--quiet` leaves it out. */
  say(line: string): void;
  /** A line of talk that somebody who wanted quiet must still see: without it they could not go on. */
  insist(line: string): void;
  /** A line that replaces the last progress line, which an empty one ends; only on an interactive terminal. */
  progress(line: string): void;
}
