import { parsePieces } from "./placeholders.ts";

/** Reusable blocks by name. */
export type Fragments = ReadonlyMap<string, string>;

export type FragmentFault =
  | { readonly kind: "unknown"; readonly name: string; readonly offset: number }
  | { readonly kind: "cycle"; readonly names: readonly string[]; readonly offset: number };

export interface Inlined {
  readonly content: string;
  readonly faults: readonly FragmentFault[];
  /** Names of all fragments used, those inside fragments included. */
  readonly used: readonly string[];
}

/**
 * Replaces every `{{> name}}` by its fragment, fragments inside fragments too; placeholders and escapes stay as they are.
 * A fragment's final line break is left out. Offsets of faults count from the start of `content`.
 */
export function inlineFragments(content: string, fragments: Fragments): Inlined {
  const faults: FragmentFault[] = [];
  const used = new Set<string>();
  const inline = (text: string, open: readonly string[], outer?: number): string =>
    text.includes("{{")
      ? parsePieces(text)
          .map((piece) => {
            switch (piece.kind) {
              case "text":
                return piece.text;
              case "escape":
                return "\\{{";
              case "stray":
                return "{{";
              case "placeholder":
                return `{{${piece.name}}}`;
              case "fragment":
                return expand(piece.name, open, outer ?? piece.offset);
            }
          })
          .join("")
      : text;
  const expand = (name: string, open: readonly string[], offset: number): string => {
    const body = fragments.get(name);
    if (body === undefined) faults.push({ kind: "unknown", name, offset });
    else if (open.includes(name)) faults.push({ kind: "cycle", names: [...open, name], offset });
    else {
      used.add(name);
      return inline(body.replace(/\r?\n$/, ""), [...open, name], offset);
    }
    return "";
  };
  return { content: inline(content, []), faults, used: [...used] };
}
