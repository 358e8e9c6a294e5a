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

const withExamples = (count: number): Tree =>
  withChanges(aRepository(), { [PATHS.examples]: exampleLines(count) });

/** Today's score is 0.95. */
const atScore = edited(aRepositoryInProduction(), PATHS.metadata, "threshold: 0.8", "threshold: 0.95");
const warnsOfNoise = (tree: Tree): boolean =>
  validated(tree).problems.some(({ code }) => code === "noisy-threshold");

it("how often an unchanged prompt is blocked is known once its score is on record", () => {
  expect(warnsOfNoise(edited(aRepository(), PATHS.metadata, "threshold: 0.8", "threshold: 0.95"))).toBe(
    false,
  );
  expect(warnsOfNoise(atScore)).toBe(true);
});

it("a threshold well below today's score blocks an unchanged prompt hardly ever", () => {
  expect(warnsOfNoise(aRepositoryInProduction())).toBe(false);
});

it("the offline reader repeats itself, so that chance blocks nothing", () => {
  expect(warnsOfNoise(edited(atScore, PATHS.metadata, "provider: acme", "provider: offline"))).toBe(false);
});

it("a score of another metric says nothing about this one", () => {
  expect(warnsOfNoise(edited(atScore, PATHS.metadata, "equals.pass_rate", "equals.mean"))).toBe(false);
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
