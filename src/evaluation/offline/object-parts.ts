import { isJsonObject, type JsonObject } from "../../prompts/reading/json.ts";
import { headedLines, headingLabels } from "./headings.ts";
import { type Label, type LabelMention, labelsOf, mentionsOf } from "./labels.ts";
import type { PromptMaterial } from "./prompt-material.ts";

/** A property of an object as the reader sees it. */
export type ObjectPart =
  | {
      readonly kind: "constant";
      readonly key: string;
      readonly label: Label;
      readonly mentions: readonly LabelMention[];
    }
  | { readonly kind: "choice"; readonly key: string; readonly mentions: readonly LabelMention[] }
  | {
      readonly kind: "heading";
      readonly key: string;
      readonly labelAt: (position: number) => Label | undefined;
    }
  | { readonly kind: "open"; readonly key: string; readonly schema: JsonObject };

export function objectParts(schema: JsonObject, material: PromptMaterial): readonly ObjectPart[] {
  return propertiesOf(schema).map(([key, property]) => objectPart(key, property, material));
}

export function propertiesOf(schema: JsonObject): readonly (readonly [string, JsonObject])[] {
  const properties = schema["properties"];
  if (!isJsonObject(properties)) return [];
  return Object.entries(properties).flatMap(([key, value]) =>
    isJsonObject(value) ? [[key, value] as const] : [],
  );
}

export function requiredOf(schema: JsonObject): ReadonlySet<string> {
  const required = schema["required"];
  return new Set(Array.isArray(required) ? required.filter((name) => typeof name === "string") : []);
}

function objectPart(key: string, schema: JsonObject, material: PromptMaterial): ObjectPart {
  const labels = labelsOf(schema);
  const [first] = labels;
  if (first === undefined) return { kind: "open", key, schema };
  const mentions = mentionsOf(labels, material);
  if (Object.hasOwn(schema, "const")) return { kind: "constant", key, label: first, mentions };
  const labelAt = headingLabels(labels, headedLines(material.text));
  return labelAt === undefined ? { kind: "choice", key, mentions } : { kind: "heading", key, labelAt };
}
