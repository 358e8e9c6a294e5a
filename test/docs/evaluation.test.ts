import { describe, expect, it } from "vitest";
import { SCORER_TYPES } from "../../src/evaluation/scorers/catalogue.ts";
import { baseType } from "../../src/evaluation/scoring/scorer-names.ts";
import { parseYamlFile } from "../../src/prompts/adapters/yaml-file.ts";
import type { JsonObject } from "../../src/prompts/reading/json.ts";
import { readProjectFile } from "../architecture/project-files.ts";
import { codeBlocks } from "../readme/markdown-blocks.ts";

const sections = new Map(
  readProjectFile("docs/evaluation.md")
    .split(/^###? /m)
    .map((section) => [section.slice(0, section.indexOf("\n")), section] as const),
);

function exampleOf(section: string): readonly JsonObject[] {
  const [block] = codeBlocks(section).filter(({ language }) => language === "yaml");
  const { value, problems } = parseYamlFile("example.yaml", new TextEncoder().encode(block?.text ?? ""));
  expect(problems).toEqual([]);
  return value as unknown as readonly JsonObject[];
}

describe("docs/evaluation.md", () => {
  it("has no scorer that does not exist", () => {
    const headings = [...readProjectFile("docs/evaluation.md").matchAll(/^### (.+)$/gm)].map(
      ([, name]) => name,
    );
    expect(headings.filter((name) => !SCORER_TYPES.has(name ?? ""))).toEqual([]);
  });

  it.each([...SCORER_TYPES.values()])(
    "$type: has a section that names its options and aggregates",
    (type) => {
      const section = sections.get(type.type) ?? "";
      const own = type.options.filter((option) => option !== "value" || !type.needsExpected);
      const names = [...own, ...type.aggregates.map(({ name }) => name)];
      expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(section))).toEqual([]);
    },
  );

  it.each([...SCORER_TYPES.values()])("$type: shows an entry that can be used as it stands", (type) => {
    const entries = exampleOf(sections.get(type.type) ?? "");
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) {
      expect(baseType(String(entry["type"])).base).toBe(type.type);
      expect(type.check(entry)).toEqual([]);
    }
  });
});
