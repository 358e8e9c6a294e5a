import { expect, it } from "vitest";
import {
  aRepository,
  aRepositoryInProduction,
  edited,
  exampleLines,
  PATHS,
  type Tree,
  withChanges,
} from "../builders/a-repository.ts";
import { validated } from "../builders/validated.ts";

const factsOf = (tree: Tree) => validated(tree).facts[0];

const withExamples = (count: number): Tree =>
  withChanges(aRepository(), { [PATHS.examples]: exampleLines(count) });

it("more examples see smaller drops", () => {
  const drops = [20, 100, 500].map((count) => factsOf(withExamples(count))?.detectableDrop ?? 0);
  expect(drops).toEqual([...drops].sort((a, b) => b - a));
  expect(new Set(drops).size).toBe(3);
});

it("a smoke test sees no drop", () => {
  expect(factsOf(withExamples(19))).toEqual({ task: "support_reply", ready: true, examples: 19 });
});

it("how often an unchanged prompt is blocked is known once its score is on record", () => {
  expect(factsOf(aRepository())?.blockedShare).toBeUndefined();
  expect(factsOf(aRepositoryInProduction())?.blockedShare).toBeLessThan(0.001);
});

it("a threshold at today's score blocks an unchanged prompt often", () => {
  const atScore = edited(aRepositoryInProduction(), PATHS.metadata, "threshold: 0.8", "threshold: 0.95");
  expect(factsOf(atScore)?.blockedShare).toBeGreaterThan(0.2);
});

it("the offline reader repeats itself, so that chance blocks nothing", () => {
  const atScore = edited(aRepositoryInProduction(), PATHS.metadata, "threshold: 0.8", "threshold: 0.95");
  expect(factsOf(edited(atScore, PATHS.metadata, "provider: acme", "provider: offline"))?.blockedShare).toBe(
    0,
  );
});

it("a score of another metric says nothing about this one", () => {
  const other = edited(aRepositoryInProduction(), PATHS.metadata, "equals.pass_rate", "equals.mean");
  expect(factsOf(other)?.blockedShare).toBeUndefined();
});

it("tasks are counted as ready or draft, problems as errors or warnings", () => {
  const draft = "prompts/00-templates/shop/greeting.yaml";
  const tree = withChanges(withExamples(5), {
    [draft]: 'id: greeting\nmessages: [{ role: user, content: "{{ }}" }]\n',
  });
  expect(validated(tree).counts).toEqual({
    tasks: 2,
    ready: 1,
    drafts: 1,
    examples: 5,
    errors: 1,
    warnings: 1,
  });
});

it("of a selection only the own problems of other tasks are left out", () => {
  const tree = withChanges(withExamples(3), {
    "prompts/00-templates/greeting.yaml": "id: greeting\n",
    "prompts/00-templates/Greeting.yaml": "",
    [PATHS.fragment]: "{{ }}",
  });
  const { problems, counts } = validated(tree, { tasks: new Set(["support_reply"]) });
  expect(problems.map(({ file }) => file)).toEqual([
    "prompts/00-templates/Greeting.yaml",
    PATHS.fragment,
    PATHS.examples,
  ]);
  expect(counts.tasks).toBe(1);
});
