import { isJsonObject, type Json, type JsonObject } from "../../prompts/reading/json.ts";
import { type Candidate, type Compile, candidatesOf, isNumeric } from "./candidates.ts";
import { chooseFindings } from "./choose-findings.ts";
import { fallbackValue } from "./fallback-value.ts";
import { type Label, labelsOf, mentionsOf, termsOf, variantsOf } from "./labels.ts";
import { distance, findMentions, type Mention } from "./mentions.ts";
import { propertiesOf, requiredOf } from "./object-parts.ts";
import type { PromptMaterial } from "./prompt-material.ts";
import type { Reader } from "./reader.ts";
import { findingsOf } from "./variant-findings.ts";
import type { Span } from "./word-borders.ts";
import { wordsBehind } from "./words-behind.ts";

const NEAR = 20;

/** The value that a text shows for a schema, or undefined. */
export function readValue(schema: JsonObject, material: PromptMaterial, compile: Compile): Json | undefined {
  const reader: Reader = { material, compile, read: (part, name) => readProperty(part, name, reader) };
  return reader.read(schema, "");
}

function readProperty(schema: JsonObject, name: string, reader: Reader): Json | undefined {
  const labels = labelsOf(schema);
  if (labels.length > 0) return readLabel(schema, labels, reader);
  if (isJsonObject(schema["properties"])) return readObject(schema, reader);
  if (isJsonObject(schema["items"])) return readList(schema["items"], name, reader);
  if (schema["type"] === "boolean") return nameMentions(name, reader).length > 0 ? true : undefined;
  return readOpen(schema, name, reader);
}

function readLabel(schema: JsonObject, labels: readonly Label[], reader: Reader): Json | undefined {
  if (Object.hasOwn(schema, "const")) return schema["const"];
  const mentions = mentionsOf(labels, reader.material);
  return (mentions.find((mention) => !mention.partial) ?? mentions[0])?.label.value;
}

function readObject(schema: JsonObject, reader: Reader): JsonObject {
  const required = requiredOf(schema);
  const entries = propertiesOf(schema).flatMap(([key, property]): [string, Json][] => {
    const value = reader.read(property, key);
    if (value !== undefined) return [[key, value]];
    return required.has(key) ? [[key, fallbackValue(property, reader.material)]] : [];
  });
  return Object.fromEntries(entries);
}

function readList(items: JsonObject, name: string, reader: Reader): readonly Json[] {
  const labels = labelsOf(items);
  if (labels.length > 0)
    return [...new Set(mentionsOf(labels, reader.material).map((found) => found.label.value))];
  const variants = isJsonObject(items["properties"]) ? [items] : variantsOf(items);
  if (variants.length > 0) return readVariants(variants, reader);
  const found = candidatesOf(items, reader.material.text.raw, reader.compile).map(
    (candidate) => candidate.value,
  );
  return found.length > 0 ? found : [reader.read(items, name)].filter((value) => value !== undefined);
}

function readVariants(variants: readonly JsonObject[], reader: Reader): readonly Json[] {
  const nameless = variants.flatMap((variant, index) => (hasConstant(variant) ? [] : [index]));
  const findings = variants.flatMap((variant, index) => findingsOf(variant, index, reader));
  return chooseFindings(findings, new Set(nameless)).map((finding) => finding.value);
}

function hasConstant(schema: JsonObject): boolean {
  return propertiesOf(schema).some(([, property]) => Object.hasOwn(property, "const"));
}

function readOpen(schema: JsonObject, name: string, reader: Reader): Json | undefined {
  const mentions = nameMentions(name, reader);
  const found = candidatesOf(schema, reader.material.text.raw, reader.compile);
  const near = nearest(found, mentions, reader);
  if (near !== undefined || isNumeric(schema)) return near?.value;
  return (found[0] ?? wordsBehind(mentions, reader.material.text)[0])?.value;
}

function nameMentions(name: string, reader: Reader): readonly Mention[] {
  if (name === "") return [];
  const terms = termsOf({ value: name, description: "" }, reader.material);
  return terms.flatMap((term) => findMentions(reader.material.text, term));
}

function nearest(
  found: readonly Candidate[],
  mentions: readonly Span[],
  reader: Reader,
): Candidate | undefined {
  const gaps = found.map((candidate) =>
    Math.min(...mentions.map((mention) => distance(reader.material.text, candidate, mention) ?? Infinity)),
  );
  const least = Math.min(...gaps);
  return least <= NEAR ? found[gaps.indexOf(least)] : undefined;
}
