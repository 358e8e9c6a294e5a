import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { promptMaterial } from "../../src/evaluation/offline/prompt-material.ts";
import { foldTerm } from "../../src/evaluation/offline/readable-text.ts";
import type { Example } from "../../src/prompts/examples/example.ts";
import { isJsonObject, type Json, type JsonObject } from "../../src/prompts/reading/json.ts";
import { PROJECT_ROOT, readSampleTask } from "./sample-task.ts";

const task = readSampleTask("feature_determination");

/** The candidate's words for a label, and those that the demonstration change adds. */
const glossary = promptMaterial([
  ...task.prompt.messages.slice(0, 1),
  { role: "system", content: addedLines(`${PROJECT_ROOT}demo/improve.patch`) },
]).glossary;

function addedLines(patch: string): string {
  const lines = readFileSync(patch, "utf8").split("\n");
  return lines.flatMap((line) => (line.startsWith("+- ") ? [line.slice(1)] : [])).join("\n");
}

/** Without blanks, hyphens and accents, so that spellings of one thing are equal. */
const plain = (text: string): string => foldTerm(text).replace(/\s/gu, "");

function featuresOf(example: Example): readonly JsonObject[] {
  const features = isJsonObject(example.expected) ? example.expected["features"] : undefined;
  return Array.isArray(features) ? features.filter(isJsonObject) : [];
}

/** Whether the value is written in the input, by itself or as one of the glossary's words for it. */
function isWritten(value: Json | undefined, example: Example): boolean {
  const input = Object.values(example.input)
    .join(" ")
    .replace(/(\d),(\d)/gu, "$1.$2");
  if (typeof value === "number") return new RegExp(`(?<![\\d.])${value}(?!\\d)`, "u").test(input);
  const words = [String(value), ...(glossary.get(foldTerm(String(value))) ?? [])];
  return words.some((word) => plain(input).includes(plain(word)));
}

describe("the examples of feature_determination", () => {
  it("name every part number once", () => {
    const numbers = task.examples.map((example) => plain(String(example.input["part_number"])));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it("share no part number with a demonstration", () => {
    const questions = task.prompt.messages.slice(0, -1).filter((message) => message.role === "user");
    const demonstrated = questions.flatMap(
      (message) => /^Part number: (.+)$/mu.exec(message.content)?.[1] ?? [],
    );
    const shared = task.examples.filter((example) =>
      demonstrated.some((number) => plain(number) === plain(String(example.input["part_number"]))),
    );
    expect(demonstrated.length).toBeGreaterThanOrEqual(2);
    expect(shared.map((example) => example.id)).toEqual([]);
  });

  it("expect at least one feature, and none twice", () => {
    for (const example of task.examples) {
      const names = featuresOf(example).map((feature) => feature["name"]);
      expect(names.length, example.id).toBeGreaterThan(0);
      expect(new Set(names).size, example.id).toBe(names.length);
    }
  });

  it("expect only what the input states, or say in the description where it comes from", () => {
    const unexplained = task.examples.flatMap((example) =>
      featuresOf(example)
        .filter((feature) => !isWritten(feature["value"], example) && example.description === undefined)
        .map((feature) => `${example.id}: ${feature["name"]} = ${feature["value"]}`),
    );
    expect(unexplained).toEqual([]);
  });

  it("leave the manufacturer empty exactly where the tag says that it is missing", () => {
    for (const example of task.examples) {
      const isTagged = example.tags?.includes("missing-manufacturer") === true;
      expect(example.input["manufacturer"] === "", example.id).toBe(isTagged);
    }
  });

  it("explain every misleading word and every order to the model", () => {
    const tags = ["misleading-words", "orders-to-the-model"];
    const silent = task.examples.filter(
      (example) => tags.some((tag) => example.tags?.includes(tag)) && example.description === undefined,
    );
    expect(silent.map((example) => example.id)).toEqual([]);
  });
});
