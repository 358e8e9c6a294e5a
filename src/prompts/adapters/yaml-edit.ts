import type { Json } from "../json.ts";
import type { KeyPath } from "../parsed-file.ts";
import { compareText } from "../problem.ts";
import { Document, isMap, parseDocument, Scalar, visit } from "./yaml-package.ts";

/** `undefined` removes the key. */
export interface YamlEdit {
  readonly keys: KeyPath;
  readonly value: Json | undefined;
}

const LAYOUT = { lineWidth: 0, singleQuote: false } as const;

/**
 * Applies edits to a document's text; comments, key order and the rest of the layout survive. Texts are quoted. The
 * mappings under `sorted` are kept in the order of their keys.
 */
export function editYaml(text: string, edits: readonly YamlEdit[], sorted: readonly KeyPath[] = []): string {
  const document = parseDocument(text);
  for (const { keys, value } of edits) {
    if (value === undefined) document.deleteIn(keys);
    else document.setIn(keys, quoted(document, value));
  }
  for (const keys of sorted) sortMap(document.getIn(keys, true));
  return document.toString(LAYOUT);
}

function sortMap(node: unknown): void {
  if (!isMap(node)) return;
  node.flow = node.items.length === 0;
  node.items.sort((a, b) => compareText(String(a.key), String(b.key)));
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
