import fc from "fast-check";
import { expect, it } from "vitest";
import type { Registry, RegistryTask } from "../../../src/prompts/records/registry.ts";
import { EMPTY_REGISTRY } from "../../../src/prompts/records/registry.ts";
import {
  EMPTY_REGISTRY_TEXT,
  editRegistryText,
  type RegistryChange,
} from "../../../src/prompts/records/registry-file.ts";
import { parseRegistryFile } from "../../../src/prompts/yaml-formats.ts";
import { changedRegistry } from "../../builders/changed-registry.ts";
import { aRegistryEnvironment, aRegistryTask } from "../../builders/registry.ts";

const read = (text: string): Registry => {
  const { value, problems } = parseRegistryFile("prompt_registry.yaml", new TextEncoder().encode(text));
  if (value === undefined) throw new Error(JSON.stringify(problems));
  return value;
};

const digest = fc.stringMatching(/^[0-9a-f]{64}$/);
const version = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((parts) => parts.join("."));
/** Reasons that other readers of YAML would take for something else. */
const reason = fc.oneof(
  fc.constantFrom(
    "no",
    "yes",
    "null",
    "~",
    "1.10",
    "0x1f",
    "2026-01-01",
    "12:30",
    "- a",
    "a: b",
    "# no",
    "'",
    '"',
    "a\nb",
    " a ",
    "\t",
    "é",
  ),
  fc.string({ minLength: 1, unit: "grapheme" }),
);
const task: fc.Arbitrary<RegistryTask> = fc
  .record({ version, sha256: digest, prompt: digest, reason })
  .map((drawn) =>
    aRegistryTask({
      production: {
        version: drawn.version,
        sha256: drawn.sha256,
        prompt_digest: drawn.prompt,
        evidence: { kind: "override", reason: drawn.reason },
      },
      versions: [{ version: drawn.version, prompt_digest: drawn.prompt, status: "promoted" }],
    }),
  );
const change: fc.Arbitrary<RegistryChange> = fc.record({
  tasks: fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/), task, {
    maxKeys: 4,
    noNullPrototype: true,
  }),
  environments: fc.dictionary(
    fc.stringMatching(/^[a-z]{1,5}\/[a-z]{1,5}$/),
    fc.integer({ min: 1 }).map((generation) => aRegistryEnvironment({ generation })),
    { maxKeys: 2, noNullPrototype: true },
  ),
});

it("what is written is read again, whatever the texts look like [I24]", () => {
  fc.assert(
    fc.property(change, (one) => {
      expect(read(editRegistryText(EMPTY_REGISTRY_TEXT, one))).toEqual(changedRegistry(EMPTY_REGISTRY, one));
    }),
    { numRuns: 50 },
  );
});

it("changes one after the other are what both together are, in any order of different tasks", () => {
  fc.assert(
    fc.property(change, change, (one, two) => {
      const both = editRegistryText(editRegistryText(EMPTY_REGISTRY_TEXT, one), two);
      const known = Object.keys(one.tasks ?? {});
      const isDisjoint = ![...known, ...Object.keys(one.environments ?? {})].some(
        (key) => Object.hasOwn(two.tasks ?? {}, key) || Object.hasOwn(two.environments ?? {}, key),
      );
      fc.pre(isDisjoint);
      expect(editRegistryText(editRegistryText(EMPTY_REGISTRY_TEXT, two), one)).toBe(both);
    }),
    { numRuns: 50 },
  );
});

it("the same change again changes no byte", () => {
  fc.assert(
    fc.property(change, (one) => {
      const text = editRegistryText(EMPTY_REGISTRY_TEXT, one);
      expect(editRegistryText(text, one)).toBe(text);
    }),
    { numRuns: 50 },
  );
});

it("texts are quoted, so that every reader sees texts [I24]", () => {
  const text = editRegistryText(EMPTY_REGISTRY_TEXT, {
    tasks: {
      a: aRegistryTask({
        versions: [{ version: "1.10.0", prompt_digest: "0".repeat(64), status: "verified" }],
      }),
    },
  });
  expect(text).toContain('version: "1.10.0"');
  expect(text).toContain(`prompt_digest: "${"0".repeat(64)}"`);
});

it("tasks stand in the order of their names, and comments survive", () => {
  const first = editRegistryText(EMPTY_REGISTRY_TEXT, { tasks: { zebra: aRegistryTask() } });
  const second = editRegistryText(first, { tasks: { ant: aRegistryTask() } });
  expect(second.indexOf("  ant:")).toBeLessThan(second.indexOf("  zebra:"));
  expect(second.split("\n").slice(0, 2)).toEqual(EMPTY_REGISTRY_TEXT.split("\n").slice(0, 2));
});

/** A comment at the end keeps the text from being edited block by block: the whole document is parsed and written. */
const editedAsDocument = (text: string, one: RegistryChange): string => {
  const END = "\n# the end\n";
  const edited = editRegistryText(`${text}${END}`, one);
  if (!edited.endsWith(END)) throw new Error(`the comment moved: ${edited}`);
  return edited.slice(0, -END.length);
};

it("a block that is edited alone gives the bytes that the whole document would", () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      let text = EMPTY_REGISTRY_TEXT;
      for (const one of changes) {
        const edited = editRegistryText(text, one);
        expect(edited).toBe(editedAsDocument(text, one));
        text = edited;
      }
    }),
    { numRuns: 100 },
  );
});

it("taking blocks away gives the bytes that the whole document would", () => {
  fc.assert(
    fc.property(change, (one) => {
      const text = editRegistryText(EMPTY_REGISTRY_TEXT, one);
      const [first, ...rest] = Object.keys(one.tasks ?? {});
      for (const gone of [first === undefined ? [] : [first], rest, Object.keys(one.tasks ?? {})]) {
        const away = { tasks: Object.fromEntries(gone.map((id) => [id, undefined])) };
        expect(editRegistryText(text, away)).toBe(editedAsDocument(text, away));
      }
    }),
    { numRuns: 50 },
  );
});

it.each([
  ["a comment between blocks", "  ant:\n", "  # why ant\n  ant:\n", "  # why ant\n  ant:\n"],
  ["a block in braces", "  ant:\n", "  bee: { versions: [] }\n  ant:\n", "  bee: { versions: [] }\n"],
  ["a key in quotes", "  ant:\n", '  "ant":\n', '  "ant":\n'],
  ["a comment behind a section", "tasks:\n", "tasks: # all of them\n", "# all of them\n"],
  ["a section more", "tasks:\n", "others: {}\ntasks:\n", "others: {}\n"],
])("%s survives the edit of another block", (_, from, to, kept) => {
  const text = editRegistryText(EMPTY_REGISTRY_TEXT, { tasks: { ant: aRegistryTask() } }).replace(from, to);
  const edited = editRegistryText(text, { tasks: { zebra: aRegistryTask() } });
  expect(edited).toContain(kept);
  expect(edited).toContain("  zebra:\n");
});
