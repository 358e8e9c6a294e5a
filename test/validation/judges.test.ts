import { expect, it } from "vitest";
import { aRepository, exampleLines, PATHS, type TreeChanges, withChanges } from "../builders/a-repository.ts";
import { aJudgeTask, JUDGE, judgedMetadata } from "../builders/judge-task.ts";
import { linesOf } from "../builders/validated.ts";

const linesWith = (changes: TreeChanges): readonly string[] =>
  linesOf(withChanges(aRepository(aJudgeTask()), changes)).filter(
    (line) => !line.includes("rubric_judge.yaml"),
  );

const scorer = (options: string): TreeChanges => ({
  [PATHS.metadata]: judgedMetadata(`{ type: llm-rubric, name: kind, value: Is kind.${options} }`),
});
const PLACE = `${PATHS.metadata}:14:`;
const OFFLINE = "  offline: { kind: offline }\n";
const config = `main_branch: main
providers:
${OFFLINE}  acme:
    kind: openai
    key_env: ACME_KEY
    models:
      small-1: { usd_per_mtok_in: 1, usd_per_mtok_out: 2 }
`;

it("a judge task, a named model and the task's own model can judge", () => {
  for (const options of [", judge: rubric_judge, votes: 3", ", provider: acme, model: small-1", ""])
    expect(linesWith(scorer(options))).toEqual([]);
});

it.each([
  [", judge: rubrik_judge", 'there is no judge task "rubrik_judge". Did you mean "rubric_judge"?'],
  [
    ", provider: acne, model: small-1",
    'the judge\'s provider "acne" is not in pipeline.config.yaml. Did you mean "acme"?',
  ],
  [", model: large-9", 'the judge\'s model "large-9" of provider "acme" has no price. Add usd_per_mtok_in'],
  [", provider: offline, model: reader", "which is no language model and cannot judge. Name one that can"],
  [", provider: other", "llm-rubric names a provider without a model. Add `model`"],
  [", judge: rubric_judge, model: small-1", "names both `judge` and `model`. Keep one of them"],
  [", votes: 2", '"votes" is 2. Write an odd number of votes from 1 to 9'],
  [", votes: 11", '"votes" is 11. Write an odd number'],
  [", value: 5", "yaml-duplicate-key"],
])("a scorer that cannot judge is refused with its place: %s", (options, text) => {
  const lines = linesWith({ ...scorer(options), [PATHS.config]: config });
  expect(lines).toEqual([expect.stringContaining(text)]);
  expect(lines[0]?.startsWith(PLACE)).toBe(true);
});

it("a judge task takes an output and says a verdict", () => {
  const metadata = String(aJudgeTask()[JUDGE.metadata]);
  const without = (from: string, to: string) =>
    linesWith({ ...scorer(", judge: rubric_judge"), [JUDGE.metadata]: metadata.replace(from, to) });
  expect(without("score: { type: number }", "grade: { type: number }")[0]).toContain('have no "score"');
  expect(without("    output: { type: string }\n", "    answer: { type: string }\n")[0]).toContain(
    'has no input "output"',
  );
  expect(without("required: [rubric, output]", "required: [rubric, output, mood]")[0]).toContain(
    'requires the input "mood"',
  );
});

it("similarity needs an embedding model of its own", () => {
  const lines = linesWith({
    [PATHS.metadata]: judgedMetadata("{ type: similar, name: kind }"),
  });
  expect(lines).toEqual([expect.stringContaining("similar names no embedding model")]);
});

it("an example may name only a judge that the metadata names", () => {
  const first =
    '{"id":"own","input":{"question":"Why?"},"expected":"Yes.","assert":[{"type":"llm-rubric","value":"Is short.","judge":"rubric_judge"}]}\n';
  const examples = { [PATHS.examples]: first + exampleLines(23) };
  expect(linesWith(examples)).toEqual([]);
  const [line] = linesWith({ ...examples, ...scorer("") });
  expect(line).toContain(`${PATHS.examples}:1:`);
  expect(line).toContain("is named by no scorer of the metadata. Name it there too");
});
