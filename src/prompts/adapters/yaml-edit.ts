import { compareText } from "../problem.ts";
import type { Json } from "../reading/json.ts";
import type { KeyPath } from "../reading/parsed-file.ts";
import { Document, isMap, isScalar, type Pair, parseDocument, Scalar, visit } from "./yaml-package.ts";

/** `undefined` removes the key. */
export interface YamlEdit {
  readonly keys: KeyPath;
  readonly value: Json | undefined;
}

const LAYOUT = {
  lineWidth: 0,
  singleQuote: false,
  // Over several lines some quoted texts with blanks at line ends are read back as others.
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
} as const;

/**
 * Applies edits to a document's text; comments, key order and the rest of the layout survive. Texts are quoted. The
 * mappings under `sorted` are kept in the order of their keys, each block of them behind an empty line: changes of neighbours
 * then never touch each other, which is what git takes for a conflict.
 */
export function editYaml(text: string, edits: readonly YamlEdit[], sorted: readonly KeyPath[] = []): string {
  const document = parseDocument(text);
  for (const { keys, value } of edits) {
    if (value === undefined) document.deleteIn(keys);
    else document.setIn(keys, quoted(document, value));
  }
  for (const keys of sorted) {
    sortMap(document.getIn(keys, true));
    spaceOut(document, keys);
  }
  return document.toString(LAYOUT);
}

function sortMap(node: unknown): void {
  if (!isMap(node)) return;
  node.flow = node.items.length === 0;
  node.items.sort((a, b) => compareText(String(a.key), String(b.key)));
}

/** An empty line before every block but the first, and before the section itself where another one stands before it. */
function spaceOut(document: Document, keys: KeyPath): void {
  const [section, parent] = [document.getIn(keys, true), document.getIn(keys.slice(0, -1), true)];
  if (!isMap(section) || !isMap(parent) || section.items.length === 0) return;
  for (const [at, pair] of section.items.entries()) setSpace(pair, at > 0);
  const at = parent.items.findIndex(({ key }) => String(key) === keys.at(-1));
  const [before, own] = [parent.items[at - 1], parent.items[at]];
  if (own !== undefined && isMap(before?.value)) setSpace(own, true);
}

function setSpace(pair: Pair<unknown, unknown>, hasSpace: boolean): void {
  const key = isScalar(pair.key) ? pair.key : new Scalar(pair.key);
  key.spaceBefore = hasSpace;
  pair.key = key;
}

/** A document of its own, under comment lines; texts of several lines become block literals, all others are quoted. */
export function writeYaml(value: Json, comment: string): string {
  const document = new Document(value);
  quoteTexts(document);
  document.commentBefore = comment
    .split("\n")
    .map((line) => ` ${line}`)
    .join("\n");
  return document.toString(LAYOUT);
}

/** A value as block YAML without a comment; texts of several lines become block literals, all others are quoted. */
export function yamlText(value: Json): string {
  const document = new Document(value);
  quoteTexts(document);
  return document.toString(LAYOUT);
}

function quoted(document: Document, value: Json): unknown {
  const node = document.createNode(value);
  const holder = new Document(node);
  holder.contents = node as typeof holder.contents;
  quoteTexts(holder);
  return node;
}

/** Quotes mean that every reader, whatever its YAML version, sees `no` and `1.10` as texts. */
function quoteTexts(document: Document): void {
  visit(document, {
    Scalar(key, node) {
      if (typeof node.value !== "string" || key === "key") return;
      node.type = isBlockText(node.value) ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
    },
    Map(_, map) {
      if (isMap(map) && map.items.length === 0) map.flow = true;
    },
  });
}

/** Carriage returns and blanks at line ends are not kept by block literals. */
function isBlockText(text: string): boolean {
  return text.includes("\n") && !/[\r\t]|[ ]\n|[ ]$|^\s/.test(text);
}
