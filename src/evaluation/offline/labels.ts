import { isJsonObject, type Json, type JsonObject } from "../../prompts/reading/json.ts";
import { findMentions, holds, type Mention } from "./mentions.ts";
import type { PromptMaterial } from "./prompt-material.ts";
import { foldTerm } from "./readable-text.ts";

/** One of the values that a schema allows, and what is known of it. */
export interface Label {
  readonly value: Json;
  readonly description: string;
}

export interface LabelMention extends Mention {
  readonly label: Label;
}

/** The values of `const`, `enum`, or a `oneOf`/`anyOf` of constants, in schema order; empty for any other schema. */
export function labelsOf(schema: JsonObject): readonly Label[] {
  if (Object.hasOwn(schema, "const")) return [labelOf(schema)];
  const values = schema["enum"];
  if (Array.isArray(values)) return values.map((value) => ({ value, description: "" }));
  const variants = variantsOf(schema);
  return variants.every((variant) => Object.hasOwn(variant, "const")) ? variants.map(labelOf) : [];
}

/** The members of `oneOf` or `anyOf`. */
export function variantsOf(schema: JsonObject): readonly JsonObject[] {
  const variants = schema["oneOf"] ?? schema["anyOf"];
  return Array.isArray(variants) ? variants.filter(isJsonObject) : [];
}

/** The label's own words and the glossary's terms for it. */
export function termsOf(label: Label, material: PromptMaterial): readonly string[] {
  const name = String(label.value);
  return [name, ...(material.glossary.get(foldTerm(name)) ?? [])];
}

/** Mentions of the labels in text order; one that lies within a longer one is not a mention (`steel` in `stainless steel`). */
export function mentionsOf(labels: readonly Label[], material: PromptMaterial): readonly LabelMention[] {
  const all = labels.flatMap((label) =>
    termsOf(label, material).flatMap((term) =>
      findMentions(material.text, term).map((mention) => ({ ...mention, label })),
    ),
  );
  return all
    .filter((mention) => !all.some((other) => holds(other, mention)))
    .toSorted((a, b) => a.start - b.start);
}

function labelOf(schema: JsonObject): Label {
  const description = schema["description"];
  return { value: schema["const"] ?? null, description: typeof description === "string" ? description : "" };
}
