import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  COMMENT_MARKER,
  MAX_COMMENT,
  renderMarkdownReport,
} from "../../../src/reporting/markdown/markdown-report.ts";
import { markdownCode } from "../../../src/reporting/markdown/markdown-text.ts";
import type { ReportedRun } from "../../../src/reporting/reported-run.ts";
import { anExample } from "../../builders/example.ts";
import { aBaselineReport, aReport } from "../../builders/report.ts";
import { aReportedRun, aRunWithNewlyFailing, aScoredResult } from "../../builders/reported-run.ts";
import { HOSTILE } from "../hostile-texts.ts";

const ids = (count: number) => Array.from({ length: count }, (_, index) => `example-${index + 1}`);

const blocked = (count: number, overrides: Partial<ReportedRun> = {}): ReportedRun =>
  aRunWithNewlyFailing(ids(count), {
    report: aReport({
      verdict: "regression",
      baseline: aBaselineReport({ better: 1, worse: count }),
      reasons: ["12 examples worse, 1 better", "second reason"],
    }),
    ...overrides,
  });

const aboveTheFold = (text: string): readonly string[] =>
  (text.split("<details>")[0] ?? "").split("\n").filter((line) => line !== "" && line !== COMMENT_MARKER);

describe("the comment of a pull request", () => {
  test("it begins with the marker by which it is found again, then the verdict", () => {
    const lines = renderMarkdownReport([blocked(3)]).split("\n");
    expect(lines[0]).toBe(COMMENT_MARKER);
    expect(lines[1]).toMatch(/^### ✘ Blocked: worse/);
  });

  test("fewer than fifteen lines stand above the fold, for one task and for forty", () => {
    const forty = ids(40).map((task) => blocked(30, { report: aReport({ task, verdict: "regression" }) }));
    for (const runs of [[blocked(500)], forty]) {
      expect(aboveTheFold(renderMarkdownReport(runs)).length).toBeLessThan(15);
    }
  });

  test("worse and better, score, threshold, production, the smallest drop and the cost are above the fold", () => {
    const head = aboveTheFold(renderMarkdownReport([blocked(12, { budgetUsd: 0.5 })])).join("\n");
    for (const fact of [
      "**12 : 1**",
      "0.9000",
      "0.8000",
      "0.8500 (1.0.0)",
      "drops from 0.06",
      "limit $0.50",
    ]) {
      expect(head).toContain(fact);
    }
  });

  test("one step each for author and owner, and the command that gives the same result", () => {
    const head = aboveTheFold(renderMarkdownReport([blocked(2)])).map((line) =>
      line.replaceAll("&#45;", "-"),
    );
    expect(head.filter((line) => line.startsWith("- **Author, next:**"))).toHaveLength(1);
    expect(head.filter((line) => line.startsWith("- **Owner, next:**"))).toHaveLength(1);
    expect(head.join("\n")).toContain(
      "npm run eval-runner -- --task support&#95;reply --baseline production",
    );
  });

  test("input, expectation and answer of a newly failing example stand side by side above the fold", () => {
    const row = aboveTheFold(renderMarkdownReport([blocked(1)])).find((line) =>
      line.includes("example&#45;1"),
    );
    for (const text of ["When do you open", "At nine"]) expect(row).toContain(text);
  });

  test("newly passing examples are folded", () => {
    const run = aReportedRun({
      results: [aScoredResult("a", true)],
      baselineResults: [aScoredResult("a", false)],
    });
    const text = renderMarkdownReport([run]);
    expect(text).toContain("<summary>Newly passing: 1</summary>");
    expect(aboveTheFold(text).join("\n")).not.toContain("Newly passing");
  });

  test("a pass says what merging does and how it is undone; a block says that nothing happens", () => {
    const environments = [{ service: "replies", environment: "production" }];
    const report = aReport({ baseline: aBaselineReport() });
    const passing = renderMarkdownReport([aReportedRun({ report, environments })]).replaceAll("&#45;", "-");
    expect(passing).toContain("and deploys to replies/production");
    expect(passing).toContain("npm run rollback -- --service replies --environment production");
    expect(renderMarkdownReport([blocked(1, { environments })])).toContain("Nothing changes");
  });

  test("with one blocked task of several, merging promotes none", () => {
    const text = renderMarkdownReport([aReportedRun(), blocked(1)]);
    expect(text).toContain("Nothing changes");
    expect(text).not.toContain("Promotes");
    expect(text.split("\n")[1]).toContain("1 of 2 tasks may be promoted");
  });

  test("ten thousand failing examples with answers of any size fit into one comment", () => {
    const run = aRunWithNewlyFailing(ids(10_000), {
      examples: ids(10_000).map((id) => anExample({ id, expected: "ü|`".repeat(2000) })),
    });
    const text = renderMarkdownReport([run]);
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(MAX_COMMENT);
    expect(text).toMatch(/and [\d,]+ more examples/);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });

  test("two hundred tasks with hostile texts fit into one comment", () => {
    const examples = ids(20).map((id) => anExample({ id, input: { text: HOSTILE.repeat(50) } }));
    const runs = ids(200).map((task) =>
      blocked(20, { examples, report: aReport({ task, verdict: "regression", reasons: [HOSTILE] }) }),
    );
    const text = renderMarkdownReport(runs);
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(MAX_COMMENT);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });

  test("an answer of a megabyte is cut", () => {
    const run = blocked(1);
    const results = run.results.map((result) => ({ ...result, output: "<".repeat(1_000_000) }));
    expect(renderMarkdownReport([{ ...run, results }]).length).toBeLessThan(20_000);
  });

  test("no text of an example becomes markup, a mention or a line of its own", () => {
    const examples = [anExample({ id: "example-1", input: { text: HOSTILE }, expected: HOSTILE })];
    const run = blocked(1, { examples, report: aReport({ verdict: "regression", reasons: [HOSTILE] }) });
    const results = run.results.map((result) => ({ ...result, output: HOSTILE }));
    const text = renderMarkdownReport([{ ...run, results }]);
    for (const raw of [
      "<script",
      "<img",
      "@everyone",
      "@octocat",
      "```",
      "\n# heading",
      "](",
      "::set",
      "##[",
    ]) {
      expect(text, raw).not.toContain(raw);
    }
    expect(text).not.toMatch(/[\p{Cf}]|(?!\n)\p{Cc}/u);
  });

  test("text as code holds letters, figures, blanks and entities alone", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const code = markdownCode(text, 500);
        expect(code === "" || /^<code>.*<\/code>$/.test(code)).toBe(true);
        expect(code.slice(6, -7).replaceAll(/&#\d+;/g, "")).not.toMatch(/[!-/:-@[-`{-~\n\r]/);
      }),
    );
  });

  test("nothing of personal data reaches the comment", () => {
    const run = blocked(3, {
      data: "personal",
      examples: ids(3).map((id) => anExample({ id, input: { name: "Lovelace" }, tags: ["vip"] })),
    });
    const slices = { vip: { examples: 3, score: 0 } };
    const text = renderMarkdownReport([{ ...run, report: { ...run.report, slices } }]);
    for (const secret of ["Lovelace", "At nine", "found something else", "vip"])
      expect(text).not.toContain(secret);
  });

  test("without a touched task the comment says so", () => {
    expect(renderMarkdownReport([])).toContain("No task was touched");
  });
});
