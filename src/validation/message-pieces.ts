import type { Place } from "../prompts/problem.ts";
import type { ParsedFile } from "../prompts/reading/parsed-file.ts";
import { type Piece, parsePieces } from "../prompts/rendering/placeholders.ts";
import type { Template } from "../prompts/rendering/template.ts";

/** A placeholder, fragment or stray brace pair of a template, and where it stands. */
export interface MessagePiece {
  readonly piece: Extract<Piece, { readonly offset: number }>;
  place(): Place;
}

/** Everything in a template's messages that begins with two braces. */
export function messagePieces(template: ParsedFile<Template>): readonly MessagePiece[] {
  return (template.value?.messages ?? []).flatMap(({ content }, at) =>
    content.includes("{{") ? piecesOf(template, content, ["messages", at, "content"]) : [],
  );
}

function piecesOf(
  template: ParsedFile<Template>,
  content: string,
  keys: readonly (string | number)[],
): readonly MessagePiece[] {
  return parsePieces(content).flatMap((piece) =>
    "offset" in piece
      ? [{ piece, place: () => template.placeOfText(keys, "{{", bracesBefore(content, piece.offset)) }]
      : [],
  );
}

const bracesBefore = (content: string, offset: number): number =>
  content.slice(0, offset).split("{{").length - 1;
