import { describe, expect, it } from "vitest";
import { renderProblem } from "../../src/prompts/problem.ts";
import {
  aRepository,
  edited,
  exampleLines,
  PATHS,
  type Tree,
  withChanges,
} from "../builders/a-repository.ts";
import { validated } from "../builders/validated.ts";

const PERSON = "Rosalind Quimby";
const GOOD = exampleLines(24);

/** Each line breaks in another way, and each names somebody. */
const BROKEN: readonly (readonly [string, string])[] = [
  ["json-syntax", `{"id": "e", "input" "${PERSON}"}`],
  ["json-syntax", `{"id": "e", "input": {"question": "${PERSON}`],
  ["json-duplicate-key", `{"id": "e", "${PERSON}": 1, "${PERSON}": 2}`],
  ["unknown-key", `{"id": "e", "input": {"question": "?"}, "expected": "Yes.", "${PERSON}": 1}`],
  ["missing-key", `{"input": {"question": "${PERSON}"}, "expected": "Yes."}`],
  ["invalid-value", `{"id": "e", "input": "${PERSON}", "expected": "Yes."}`],
  ["invalid-value", `{"id": "e", "input": {"question": "?"}, "expected": "Yes.", "tags": "${PERSON}"}`],
  [
    "invalid-value",
    `{"id": "e", "input": {"question": "?"}, "expected": "Yes.", "quarantine": {"until": "${PERSON}"}}`,
  ],
  ["example-mismatch", `{"id": "e", "input": {"question": "?", "${PERSON}": "?"}, "expected": "Yes."}`],
  ["example-mismatch", `{"id": "e", "input": {"question": {"name": "${PERSON}"}}, "expected": "Yes."}`],
  [
    "invalid-scorer",
    `{"id": "e", "input": {"question": "?"}, "expected": "Yes.", "assert": [{"type": "regex", "pattern": "(${PERSON}"}]}`,
  ],
  ["text-encoding", `{"id": "e", "input": {"question": "${PERSON}\u0000"}}`],
];

const taskWith = (line: string, metadata = "data: personal\n"): Tree =>
  withChanges(edited(aRepository(), PATHS.metadata, "owners:", `${metadata}owners:`), {
    [PATHS.examples]: `${GOOD}${line}\n`,
  });

const problemsOf = (tree: Tree) => validated(tree).problems.filter(({ file }) => file === PATHS.examples);

describe("a problem in examples with personal data", () => {
  it.each(BROKEN)("%s is told by place and kind alone: %s", (code, line) => {
    const problems = problemsOf(taskWith(line));
    expect(problems.map((problem) => [problem.code, problem.line])).toContainEqual([code, 25]);
    expect(problems.map(renderProblem).join("\n")).not.toMatch(/Rosalind|Quimby/);
  });

  it("quotes what was found where the data is not personal", () => {
    const told = BROKEN.filter(([, line]) =>
      problemsOf(taskWith(line, "")).some((problem) => renderProblem(problem).includes("Quimby")),
    );
    expect(told.length).toBeGreaterThan(BROKEN.length / 3);
  });

  it.each([
    "data: [personal\n",
    "data: persnal\n",
    "data: [personal]\n",
    "data: personal\ncolour: red\n",
    "owners: [\n",
  ])("is told as little where the metadata cannot be used, and may say personal: %j", (metadata) => {
    const problems = problemsOf(taskWith(`{"id" "${PERSON}"}`, metadata));
    expect(problems).not.toEqual([]);
    expect(problems.map(renderProblem).join("\n")).not.toContain("Quimby");
  });

  it("is quoted where metadata that cannot be used says nothing of people", () => {
    const problems = problemsOf(taskWith(`{"id" "${PERSON}"}`, "colour: red\n"));
    expect(problems.map(renderProblem).join("\n")).toContain("Quimby");
  });

  it("still names ids that are taken", () => {
    const [problem] = problemsOf(
      taskWith('{"id": "question-1", "input": {"question": "?"}, "expected": "Yes."}'),
    );
    expect(problem?.found).toContain('"question-1" is taken');
  });
});
