import { expect, it } from "vitest";
import { aRepository, PATHS, withChanges } from "../builders/a-repository.ts";
import { validated } from "../builders/validated.ts";

const TASKS = 2_000;

it("one problem among thousands of prompts is found, and nothing else [F12]", () => {
  const templates = Array.from({ length: TASKS }, (_, at) => {
    const id = `task_${at}`;
    const content = at === TASKS - 1 ? "{{ 1 }}" : "Hello";
    return [
      `prompts/00-templates/${id}.yaml`,
      `id: ${id}\nmessages: [{ role: user, content: "${content}" }]\n`,
    ];
  });
  const { problems, counts } = validated(withChanges(aRepository(), Object.fromEntries(templates)));
  expect(problems.map(({ file, code }) => `${file} ${code}`)).toEqual([
    `prompts/00-templates/task_${TASKS - 1}.yaml unknown-placeholder`,
  ]);
  expect(counts).toMatchObject({ tasks: TASKS + 1, ready: 1, drafts: TASKS });
});

it("the same tree gives the same report", () => {
  const tree = withChanges(aRepository(), { [PATHS.examples]: "{\n[]\n", [PATHS.fragment]: "{{ }} {{> a}}" });
  expect(validated(tree)).toEqual(validated(tree));
});
