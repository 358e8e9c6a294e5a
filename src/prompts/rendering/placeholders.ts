/** A piece of a message's text. `offset` counts UTF-16 units from its start. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "placeholder"; readonly name: string; readonly offset: number }
  | { readonly kind: "fragment"; readonly name: string; readonly offset: number }
  | { readonly kind: "escape" }
  | { readonly kind: "stray"; readonly text: string; readonly offset: number };

const TOKEN = /\\\{\{|\{\{[ \t]*(>?)[ \t]*([A-Za-z_][A-Za-z0-9_-]*)[ \t]*\}\}|\{\{/g;

/**
 * Splits a message into text, `{{name}}`, `{{> fragment}}` and `\{{`. Every other pair of opening braces is stray: the
 * language has no expressions, so a template can only ever name properties.
 */
export function parsePieces(content: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of content.matchAll(TOKEN)) {
    if (match.index > from) pieces.push({ kind: "text", text: content.slice(from, match.index) });
    pieces.push(pieceOf(match, content));
    from = match.index + match[0].length;
  }
  if (from < content.length) pieces.push({ kind: "text", text: content.slice(from) });
  return pieces;
}

function pieceOf(match: RegExpExecArray, content: string): Piece {
  const [token, arrow, name] = match;
  const offset = match.index;
  if (token.startsWith("\\")) return { kind: "escape" };
  if (name === undefined) return { kind: "stray", text: content.slice(offset, offset + 40), offset };
  return { kind: arrow === ">" ? "fragment" : "placeholder", name, offset };
}

/** What can stand between the braces. */
export function isPlaceholderName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(text);
}

/** Names of the placeholders that a text uses, each once, in order. */
export function placeholderNames(content: string): readonly string[] {
  const names = parsePieces(content).flatMap((piece) => (piece.kind === "placeholder" ? [piece.name] : []));
  return [...new Set(names)];
}
