import type { Json, JsonObject } from "../reading/json.ts";
import { editYaml, yamlText } from "./yaml-edit.ts";
import { isMap, isScalar, parseDocument } from "./yaml-package.ts";

/** New values of top-level keys, by key; `undefined` removes one. */
export type TopLevelEdits = Readonly<Record<string, Json | undefined>>;

/** Lines from a top-level key to the last line of its value, as offsets. */
interface Block {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Replaces, removes or appends top-level keys and leaves every other byte as its author wrote it, so that a review shows only
 * what changed. A document in flow style is laid out anew.
 */
export function editTopLevel(text: string, edits: TopLevelEdits): string {
  const blocks = topLevelBlocks(text);
  if (blocks === undefined) {
    return editYaml(
      text,
      Object.entries(edits).map(([key, value]) => ({ keys: [key], value })),
    );
  }
  const known = new Set(blocks.map(({ key }) => key));
  const changed = blocks.filter(({ key }) => Object.hasOwn(edits, key));
  const kept = changed.reduceRight(
    (current, { key, start, end }) =>
      current.slice(0, start) + rendered(key, edits[key]) + current.slice(end),
    text,
  );
  const added = Object.entries(edits).flatMap(([key, value]) =>
    known.has(key) ? [] : [rendered(key, value)],
  );
  const isClosed = kept === "" || kept.endsWith("\n") || added.every((block) => block === "");
  return `${kept}${isClosed ? "" : "\n"}${added.join("")}`;
}

function rendered(key: string, value: Json | undefined): string {
  return value === undefined ? "" : yamlText({ [key]: value } satisfies JsonObject);
}

/** Undefined where the document is no block mapping. Comments and empty lines before a key belong to that key. */
function topLevelBlocks(text: string): readonly Block[] | undefined {
  const { contents } = parseDocument(text);
  if (!isMap(contents) || contents.flow === true || /^(?:---|\.\.\.)/m.test(text)) return undefined;
  const starts = contents.items.flatMap(({ key }) =>
    isScalar(key) && key.range ? [{ key: String(key.value), start: key.range[0] }] : [],
  );
  return starts.map(({ key, start }, at) => ({
    key,
    start,
    end: endOfValue(text, starts[at + 1]?.start ?? text.length),
  }));
}

/** Before the comments and empty lines that stand between a value and whatever comes next. */
function endOfValue(text: string, next: number): number {
  let end = next;
  for (;;) {
    const lineStart = text.lastIndexOf("\n", end - 2) + 1;
    const line = text.slice(lineStart, end);
    if (lineStart === end || !/^(?:#.*|[ \t]*)\r?\n?$/.test(line)) return end;
    end = lineStart;
  }
}
