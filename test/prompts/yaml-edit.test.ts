import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editYaml, writeYaml, yamlText } from "../../src/prompts/adapters/yaml-edit.ts";
import { parseYamlFile } from "../../src/prompts/adapters/yaml-file.ts";
import type { Json } from "../../src/prompts/reading/json.ts";

/** Texts of the pieces that YAML gives a meaning, long and short. */
const text = fc
  .array(
    fc.constantFrom(
      ...["x", " ", "  ", "\n", "\r", "\t", "\\", '"', "'", "#", ": ", "- ", "é", "\u0085", "\u2028"],
      ...["x".repeat(40), "no", "1.10", "{{name}}", "---\n", "&a", "*a", "!t", "%", "|", ">"],
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(""));

/** Written over several lines it had a backslash more. */
const FOLDED = `${"x".repeat(32)} \n \n`;

const readBack = (written: string): Json | undefined =>
  parseYamlFile("a.yaml", new TextEncoder().encode(written)).value;

describe("any text that is written as YAML is read back as it was", () => {
  it("in a file of its own, under its comment", () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(readBack(writeYaml({ a: one, b: [one, { c: one }] }, "Locked."))).toEqual({
          a: one,
          b: [one, { c: one }],
        });
      }),
      { numRuns: 1_000, examples: [[FOLDED]] },
    );
  });

  it("by itself", () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(readBack(yamlText({ a: one }))).toEqual({ a: one });
      }),
      { numRuns: 1_000, examples: [[FOLDED]] },
    );
  });

  it("put into a file of somebody else, whose other texts stay", () => {
    fc.assert(
      fc.property(text, text, (old, one) => {
        const before = yamlText({ a: old, b: "kept" });
        expect(readBack(editYaml(before, [{ keys: ["c", "d"], value: one }]))).toEqual({
          a: old,
          b: "kept",
          c: { d: one },
        });
      }),
      { numRuns: 1_000, examples: [[FOLDED, FOLDED]] },
    );
  });
});
