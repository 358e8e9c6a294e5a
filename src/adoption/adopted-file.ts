/** What a file of an adopting repository is to `init`. Paths are relative to the repository's root. */
export type AdoptedFile =
  /** Written where it is missing, and from then on its authors' own. */
  | { readonly kind: "seed"; readonly path: string; readonly text: string }
  /** Written where it is missing; where it stands already and differs, the difference is shown. */
  | { readonly kind: "whole"; readonly path: string; readonly text: string }
  /** Lines that the file has to hold; missing ones are added at its end, under the title as a comment. */
  | {
      readonly kind: "lines";
      readonly path: string;
      readonly title: string;
      readonly lines: readonly string[];
    }
  /** Scripts of npm; a name that is taken stays what it is. */
  | {
      readonly kind: "scripts";
      readonly path: string;
      readonly scripts: Readonly<Record<string, string>>;
    };

/** What `init` does with one file. */
export type FileOutcome =
  | { readonly action: "write"; readonly path: string; readonly text: string }
  | {
      readonly action: "extend";
      readonly path: string;
      readonly text: string;
      readonly added: readonly string[];
      /** Names that stand for something else already, and stay so. */
      readonly taken?: readonly string[];
    }
  | { readonly action: "keep"; readonly path: string; readonly taken?: readonly string[] }
  /** It stays as it is; `text` is what would be written were it not there. */
  | { readonly action: "differs"; readonly path: string; readonly text: string; readonly found: string }
  /** It cannot be extended, and stays as it is. */
  | { readonly action: "refuse"; readonly path: string; readonly why: string };
