/** How a terminal marks a piece of text. Every function returns the text itself, with or without marks around it. */
export interface Palette {
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  note(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

const same = (text: string): string => text;

/** For `NO_COLOR`, files and pipes: no marks at all. */
export const PLAIN_PALETTE: Palette = {
  good: same,
  bad: same,
  warn: same,
  note: same,
  strong: same,
  faint: same,
};

const sgr =
  (on: number, off: number) =>
  (text: string): string =>
    `\u001b[${on}m${text}\u001b[${off}m`;

/** Select Graphic Rendition codes of ECMA-48, the 16 colours that a terminal's own theme decides. */
export const TERMINAL_PALETTE: Palette = {
  good: sgr(32, 39),
  bad: sgr(31, 39),
  warn: sgr(33, 39),
  note: sgr(36, 39),
  strong: sgr(1, 22),
  faint: sgr(2, 22),
};
