import type { JsonObject } from "../../prompts/reading/json.ts";
import { type Compile, candidatesOf } from "./candidates.ts";
import { chooseLabel } from "./choose-label.ts";
import { fallbackValue } from "./fallback-value.ts";
import { labelsOf } from "./labels.ts";
import { findMentions } from "./mentions.ts";
import type { Demonstration, PromptMaterial } from "./prompt-material.ts";
import { readValue } from "./read-value.ts";
import { foldTerm } from "./readable-text.ts";

/** The reader's answer: JSON text for the schema, or plain text where the schema is `{type: string}`. */
export function readAnswer(schema: JsonObject, material: PromptMaterial, compile: Compile): string {
  if (schema["type"] === "string") return readText(schema, material, compile);
  return JSON.stringify(readValue(schema, material, compile) ?? fallbackValue(schema, material));
}

function readText(schema: JsonObject, material: PromptMaterial, compile: Compile): string {
  const labels = labelsOf(schema);
  if (labels.length > 0) return String(chooseLabel(labels, material)?.value ?? "");
  const found = candidatesOf(schema, material.text.raw, compile)[0];
  return found === undefined ? likestAnswer(material) : String(found.value);
}

/** The answer to the demonstration that shares most words with the text; without one, the first line of the text. */
function likestAnswer(material: PromptMaterial): string {
  const shared = material.demonstrations.map((demonstration) => sharedWords(demonstration, material));
  const best = material.demonstrations[shared.indexOf(Math.max(...shared))];
  return best?.answer ?? material.text.raw.trim().split("\n")[0] ?? "";
}

function sharedWords(demonstration: Demonstration, material: PromptMaterial): number {
  const words = new Set(foldTerm(demonstration.question).match(/\p{L}{4,}/gu) ?? []);
  return [...words].filter((word) => findMentions(material.text, word).length > 0).length;
}
