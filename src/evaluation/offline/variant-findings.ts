import type { Json, JsonObject } from "../../prompts/reading/json.ts";
import { type Candidate, candidatesOf } from "./candidates.ts";
import type { LabelMention } from "./labels.ts";
import { adjacent, distance } from "./mentions.ts";
import { type ObjectPart, objectParts, requiredOf } from "./object-parts.ts";
import type { Reader } from "./reader.ts";
import type { Span } from "./word-borders.ts";
import { wordsBehind } from "./words-behind.ts";

/** An object that one variant of a list could be, read around one place of the text. */
export interface Finding extends Span {
  /** Index of the variant. */
  readonly variant: number;
  readonly value: JsonObject;
  readonly kind: Candidate["kind"] | "label";
  /** Greater is better, the first difference decides: labels beside it, nearness of its constants, label behind it. */
  readonly rank: readonly number[];
}

interface Anchor extends Span {
  readonly key: string;
  readonly value: Json;
  readonly kind: Finding["kind"];
}

type LabelPart = Extract<ObjectPart, { mentions: readonly LabelMention[] }>;

const FAR = 200;

/**
 * Every way to read the variant. Parts of one object stand beside one another: a choice (a unit) must touch the value,
 * a number needs some label beside it, and of the constants (the name) the nearest mention counts.
 */
export function findingsOf(schema: JsonObject, variant: number, reader: Reader): readonly Finding[] {
  const parts = objectParts(schema, reader.material);
  const required = requiredOf(schema);
  return anchorsOf(parts, reader).flatMap((anchor) => {
    const value = valueAround(anchor, parts, required, reader);
    const rank = rankOf(anchor, parts.filter(isLabelPart), reader);
    if (value === undefined || (anchor.kind === "number" && rank[0] === 0)) return [];
    return [{ variant, value, kind: anchor.kind, rank, start: anchor.start, end: anchor.end }];
  });
}

function anchorsOf(parts: readonly ObjectPart[], reader: Reader): readonly Anchor[] {
  const open = parts.find((part) => part.kind === "open");
  if (open !== undefined) {
    const found = candidatesOf(open.schema, reader.material.text.raw, reader.compile);
    const shaped =
      found.length > 0 || isShaped(open.schema)
        ? found
        : wordsBehind(parts.find(isLabelPart)?.mentions ?? [], reader.material.text);
    return shaped.map((candidate) => ({ key: open.key, ...candidate }));
  }
  const label =
    parts.find((part) => part.kind === "choice") ?? parts.find((part) => part.kind === "constant");
  return label === undefined
    ? []
    : fullFirst(label.mentions).map((mention) => labelAnchor(label.key, mention));
}

function labelAnchor(key: string, mention: LabelMention): Anchor {
  return { key, value: mention.label.value, kind: "label", start: mention.start, end: mention.end };
}

function isShaped(schema: JsonObject): boolean {
  return schema["type"] !== "string" || Object.hasOwn(schema, "pattern") || Object.hasOwn(schema, "examples");
}

function fullFirst(mentions: readonly LabelMention[]): readonly LabelMention[] {
  const full = mentions.filter((mention) => !mention.partial);
  return full.length > 0 ? full : mentions;
}

function valueAround(
  anchor: Anchor,
  parts: readonly ObjectPart[],
  required: ReadonlySet<string>,
  reader: Reader,
): JsonObject | undefined {
  const entries: [string, Json][] = [];
  for (const part of parts) {
    const value = part.key === anchor.key ? anchor.value : partAround(anchor, part, reader);
    if (value !== undefined) entries.push([part.key, value]);
    else if (required.has(part.key)) return undefined;
  }
  return Object.fromEntries(entries);
}

function partAround(anchor: Anchor, part: ObjectPart, reader: Reader): Json | undefined {
  switch (part.kind) {
    case "constant":
      return part.label.value;
    case "choice":
      return besides(anchor, part.mentions, reader)?.label.value;
    case "heading":
      return part.labelAt(anchor.start)?.value;
    case "open":
      return reader.read(part.schema, part.key);
  }
}

/** The mention that touches the anchor, the one behind it first. */
function besides(anchor: Span, mentions: readonly LabelMention[], reader: Reader): LabelMention | undefined {
  const touching = mentions.filter((mention) => adjacent(reader.material.text, anchor, mention));
  return touching.find((mention) => mention.start >= anchor.end) ?? touching[0];
}

function rankOf(anchor: Anchor, parts: readonly LabelPart[], reader: Reader): readonly number[] {
  const touching = parts.flatMap((part) => besides(anchor, part.mentions, reader) ?? []);
  const gaps = parts.map((part) => (part.kind === "constant" ? gapTo(anchor, part.mentions, reader) : 0));
  const gap = gaps.reduce((sum, each) => sum + each, 0);
  return [touching.length, -gap, touching.some((mention) => mention.start >= anchor.end) ? 1 : 0];
}

function gapTo(anchor: Span, mentions: readonly LabelMention[], reader: Reader): number {
  const gaps = mentions.map((mention) => distance(reader.material.text, anchor, mention) ?? FAR);
  return Math.min(FAR, ...gaps);
}

function isLabelPart(part: ObjectPart): part is LabelPart {
  return part.kind === "constant" || part.kind === "choice";
}
