import { type Json, type JsonObject, ownProperty } from "../reading/json.ts";
import { type Piece, parsePieces } from "./placeholders.ts";
import type { Message } from "./template.ts";

/** An input that lacks what the prompt asks for. */
export class MissingInput extends Error {
  readonly placeholder: string;

  constructor(placeholder: string) {
    super(`the prompt uses {{${placeholder}}}, but the input has no "${placeholder}"`);
    this.name = "MissingInput";
    this.placeholder = placeholder;
  }
}

/**
 * Fills placeholders from the input's own properties: once, literally, text as it is, everything else as compact JSON.
 * What a value brings in is never expanded again. Throws `MissingInput`.
 */
export function renderText(content: string, input: JsonObject): string {
  if (!content.includes("{{")) return content;
  return renderPieces(parsePieces(content), input);
}

function renderPieces(pieces: readonly Piece[], input: JsonObject): string {
  let text = "";
  for (const piece of pieces) text += renderPiece(piece, input);
  return text;
}

function renderPiece(piece: Piece, input: JsonObject): string {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "escape":
    case "stray":
      return "{{";
    case "fragment":
      throw new TypeError(`fragment ${piece.name} was not inlined before rendering`);
    case "placeholder":
      return renderValue(piece.name, ownProperty(input, piece.name));
  }
}

function renderValue(name: string, value: Json | undefined): string {
  if (value === undefined) throw new MissingInput(name);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A prompt is rendered for thousands of inputs, and never changes meanwhile. */
const piecesOf = new WeakMap<Message, readonly Piece[]>();

/** The messages that a model is sent. Throws `MissingInput`. */
export function renderMessages(messages: readonly Message[], input: JsonObject): readonly Message[] {
  return messages.map((message) => {
    const pieces = piecesOf.get(message) ?? parsePieces(message.content);
    piecesOf.set(message, pieces);
    return { role: message.role, content: renderPieces(pieces, input) };
  });
}
