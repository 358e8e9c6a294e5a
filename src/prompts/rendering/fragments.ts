import { type Piece, parsePieces } from "./placeholders.ts";

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
  const state: State = { fragments, faults: [], used: new Set() };
  return { content: inlineText(content, [], undefined, state), faults: state.faults, used: [...state.used] };
}

interface State {
  readonly fragments: Fragments;
  readonly faults: FragmentFault[];
  readonly used: Set<string>;
}

/** `open` are the fragments that this text stands inside, `outer` the offset of the outermost of them. */
function inlineText(text: string, open: readonly string[], outer: number | undefined, state: State): string {
  if (!text.includes("{{")) return text;
  return parsePieces(text)
    .map((piece) => inlinePiece(piece, open, outer, state))
    .join("");
}

function inlinePiece(piece: Piece, open: readonly string[], outer: number | undefined, state: State): string {
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
      return expand(piece.name, open, outer ?? piece.offset, state);
  }
}

function expand(name: string, open: readonly string[], offset: number, state: State): string {
  const body = state.fragments.get(name);
  if (body !== undefined && !open.includes(name)) {
    state.used.add(name);
    return inlineText(body.replace(/\r?\n$/, ""), [...open, name], offset, state);
  }
  const fault: FragmentFault =
    body === undefined
      ? { kind: "unknown", name, offset }
      : { kind: "cycle", names: [...open, name], offset };
  state.faults.push(fault);
  return "";
}
