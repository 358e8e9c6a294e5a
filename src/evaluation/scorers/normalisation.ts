export const NORMALISATIONS = ["none", "trim", "casefold"] as const;
export type Normalisation = (typeof NORMALISATIONS)[number];

/** `trim` drops blanks at both ends and joins inner runs of blanks to one; `casefold` ignores case as well. */
export function normaliserOf(option: unknown, fallback: Normalisation): (text: string) => string {
  switch (isNormalisation(option) ? option : fallback) {
    case "none":
      return (text) => text;
    case "trim":
      return trimmed;
    case "casefold":
      return (text) => foldCase(trimmed(text));
  }
}

/** Case-insensitive form: composed characters, so that "É" equals "É" however it was typed; "STRASSE" equals "straße". */
export function foldCase(text: string): string {
  return text.normalize("NFC").toUpperCase().toLowerCase();
}

const trimmed = (text: string): string => text.trim().replace(/\s+/g, " ");
const isNormalisation = (option: unknown): option is Normalisation =>
  NORMALISATIONS.some((known) => known === option);
