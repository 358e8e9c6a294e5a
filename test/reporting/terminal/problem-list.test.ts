import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Problem } from "../../../src/prompts/problem.ts";
import { renderSarif } from "../../../src/reporting/exchange/sarif-report.ts";
import { renderAnnotations } from "../../../src/reporting/on-github/problem-annotations.ts";
import { PLAIN_PALETTE } from "../../../src/reporting/terminal/palette.ts";
import { renderProblemList } from "../../../src/reporting/terminal/problem-list.ts";

const aProblem = (overrides: Partial<Problem> = {}): Problem => ({
  file: "prompts/00-templates/reply.yaml",
  line: 3,
  column: 5,
  code: "unknown-key",
  severity: "error",
  found: "the key `mesages`",
  fix: "Write `messages`.",
  ...overrides,
});

const many = (count: number): readonly Problem[] =>
  Array.from({ length: count }, (_, index) => aProblem({ line: index + 1 }));

describe("problems as text", () => {
  test("a problem reads file, line, column, severity, code, what was found and what to do", () => {
    expect(renderProblemList([aProblem()], PLAIN_PALETTE).split("\n")[0]).toBe(
      "prompts/00-templates/reply.yaml:3:5: error[unknown-key] the key `mesages`. Write `messages`.",
    );
  });

  test("a file shows fifty problems and counts the others", () => {
    const lines = renderProblemList([...many(53), aProblem({ file: "z.yaml" })], PLAIN_PALETTE).split("\n");
    expect(lines.filter((line) => line.startsWith("prompts/"))).toHaveLength(51);
    expect(lines[50]).toBe("prompts/00-templates/reply.yaml: and 3 more");
    expect(lines[51]).toMatch(/^z\.yaml/);
  });

  test("the last line counts all problems, shown or not", () => {
    expect(
      renderProblemList([...many(53), aProblem({ severity: "warning", file: "z.yaml" })], PLAIN_PALETTE),
    ).toMatch(/\n\n53 errors and 1 warning in 2 files\.\n$/);
  });

  test("problems are sorted whatever their order of discovery", () => {
    const shuffled = [
      aProblem({ file: "b" }),
      aProblem({ file: "a", line: 9 }),
      aProblem({ file: "a", line: 1 }),
    ];
    const text = renderProblemList(shuffled, PLAIN_PALETTE);
    expect(text).toMatch(/^a:1:5.*\na:9:5.*\nb:3:5/);
  });

  test("no problem is no text", () => {
    expect(renderProblemList([], PLAIN_PALETTE)).toBe("");
  });
});

describe("problems as annotations of GitHub (D8)", () => {
  test("a warning is a warning at its place", () => {
    expect(renderAnnotations([aProblem({ severity: "warning" })])).toBe(
      "::warning file=prompts/00-templates/reply.yaml,line=3,col=5,title=unknown-key::the key `mesages`. Write `messages`.\n",
    );
  });

  test("nothing in a problem ends its command or begins another one", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (file, found) => {
        const text = renderAnnotations([
          aProblem({ file: `a${file}`, found: `${found}\n::set-env name=X::y\r##[group]` }),
        ]);
        expect(text.split(/[\r\n]/)).toHaveLength(2);
        expect(text).not.toContain("##[");
        expect(/^::error file=[^:,]*,line=3,col=5,title=unknown-key::/.test(text)).toBe(true);
      }),
    );
  });

  test("a percent sign survives the round trip", () => {
    expect(renderAnnotations([aProblem({ found: "100%0A" })])).toContain("::100%250A.");
  });

  test("a file is annotated fifty times and says how many more there are", () => {
    const lines = renderAnnotations(many(60)).trimEnd().split("\n");
    expect(lines).toHaveLength(51);
    expect(lines.at(-1)).toBe("::notice file=prompts/00-templates/reply.yaml::and 10 more");
  });
});

describe("problems as SARIF 2.1.0", () => {
  const parse = (problems: readonly Problem[]) => JSON.parse(renderSarif(problems, "0.1.0")).runs[0];

  test("a problem is a result of its rule at its place", () => {
    const run = parse([aProblem({ file: "prompts/a b#1.yaml" })]);
    expect(run.results[0]).toMatchObject({ ruleId: "unknown-key", ruleIndex: 0, level: "error" });
    expect(run.results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "prompts/a%20b%231.yaml" },
      region: { startLine: 3, startColumn: 5 },
    });
    expect(run.tool.driver.rules[0].id).toBe("unknown-key");
  });

  test("a result keeps its fingerprint when lines above it move", () => {
    const [first, second] = [parse([aProblem()]), parse([aProblem({ line: 90 })])];
    expect(first.results[0].partialFingerprints).toEqual(second.results[0].partialFingerprints);
  });

  test("a file has at most fifty results and a note for the rest", () => {
    const run = parse(many(70));
    expect(run.results).toHaveLength(50);
    expect(run.invocations[0].toolExecutionNotifications[0].message.text).toMatch(/and 20 more$/);
  });
});
