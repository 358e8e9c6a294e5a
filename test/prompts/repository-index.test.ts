import fc from "fast-check";
import { expect, it } from "vitest";
import { indexRepository } from "../../src/prompts/repository-index.ts";
import { isTaskId } from "../../src/prompts/task-id.ts";
import { memoryFiles } from "../fakes/memory-files.ts";

const indexOf = (...paths: readonly string[]) =>
  indexRepository(memoryFiles(new Map(paths.map((path) => [path, ""]))));

const placesOf = (...paths: readonly string[]): readonly string[] =>
  indexOf(...paths).problems.map(({ file, code }) => `${file} ${code}`);

const badNames = [
  "../../x",
  "a/b/c",
  ".",
  "..",
  "CON",
  "Support",
  "support.",
  "support ",
  "-rf",
  "9lives",
  "",
  "é",
  "e\u0301",
  "a".repeat(64),
  "a%2e%2e",
  "a\u2215b",
  "a\\b",
  "__proto__",
];

it.each(badNames)("%j is no name of a task [F1, F2]", (name) => {
  const path = `prompts/00-templates/${name}.yaml`;
  expect(isTaskId(name)).toBe(false);
  expect(placesOf(path)).toEqual([`${path} file-misplaced`]);
  expect(indexOf(path).tasks).toEqual([]);
});

it("whatever a file is called, an indexed task's name is a safe one [F1]", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 4 }), (names) => {
      const { tasks, problems } = indexOf(`prompts/03-metadata/${names.join("/")}.yaml`);
      expect(tasks.length + problems.length).toBe(1);
      for (const { address } of tasks) expect(address.id).toMatch(/^[a-z][a-z0-9_-]{0,62}$/);
    }),
  );
});

it("names that differ in case alone cannot meet: the capital one is refused by name [F5]", () => {
  expect(placesOf("prompts/00-templates/support.yaml", "prompts/00-templates/Support.yaml")).toEqual([
    "prompts/00-templates/Support.yaml file-misplaced",
  ]);
});

it("a task id is unique over all groups, and both files are named", () => {
  const { problems, tasks } = indexOf(
    "prompts/03-metadata/a/reply.yaml",
    "prompts/00-templates/b/reply.yaml",
  );
  expect(problems).toMatchObject([
    {
      code: "duplicate-task",
      file: "prompts/00-templates/b/reply.yaml",
      found: 'task id "reply" also stands in prompts/03-metadata/a/reply.yaml',
    },
  ]);
  expect(tasks.map(({ address }) => address)).toEqual([{ group: "a", id: "reply" }]);
});

it("a task's parts come together from four folders, its example files in C order", () => {
  const { tasks, problems } = indexOf(
    "prompts/00-templates/shop/reply.yaml",
    "prompts/01-examples/shop/reply/b.jsonl",
    "prompts/01-examples/shop/reply/B.jsonl",
    "prompts/02-production/shop/reply.yaml",
    "prompts/03-metadata/shop/reply.yaml",
  );
  expect(problems).toEqual([]);
  expect(tasks).toEqual([
    {
      address: { group: "shop", id: "reply" },
      template: "prompts/00-templates/shop/reply.yaml",
      metadata: "prompts/03-metadata/shop/reply.yaml",
      production: "prompts/02-production/shop/reply.yaml",
      examples: ["prompts/01-examples/shop/reply/B.jsonl", "prompts/01-examples/shop/reply/b.jsonl"],
    },
  ]);
});

it.each([
  "prompts/00-templates/reply.yml",
  "prompts/01-examples/reply.jsonl",
  "prompts/01-examples/reply/questions.json",
  "prompts/03-metadata/a/b/reply.yaml",
  "prompts/02-production/reply.yaml.bak",
])("%s stands where no command looks for it", (path) => {
  expect(placesOf(path)).toEqual([`${path} file-misplaced`]);
});

it.each([
  "prompts/00-templates/.gitkeep",
  "prompts/01-examples/shop/README.md",
  "prompts/00-templates/fragments/README.md",
])("%s may stand anywhere", (path) => {
  expect(placesOf(path)).toEqual([]);
});
