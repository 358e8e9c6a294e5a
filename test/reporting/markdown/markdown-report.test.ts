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
import { pageLines } from "../../builders/page-lines.ts";
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

/** Inputs, answers and reasons as long as those of real extraction tasks. */
const wordy = (count: number): ReportedRun => {
  const features = Array.from({ length: 8 }, (_, at) => ({
    name: `feature_${at}`,
    value: "a rather long value of it",
  }));
  const run = blocked(count, {
    examples: ids(count).map((id) =>
      anExample({ id, input: { maker: "SKF", title: "ball bearing ".repeat(12) }, expected: { features } }),
    ),
  });
  const score = {
    kind: "scored" as const,
    scorer: "fields",
    value: 0,
    passed: false,
    why: "fields: feature_1 is missing; ".repeat(9),
  };
  return {
    ...run,
    results: run.results.map((result) => ({
      ...result,
      output: JSON.stringify({ features: features.slice(4) }),
      scores: [{ ...score }],
    })),
  };
};

const aboveTheFold = (text: string): readonly string[] =>
  (text.split("<details>")[0] ?? "").split("\n").filter((line) => line !== "" && line !== COMMENT_MARKER);

describe("the comment of a pull request", () => {
  test("it begins with the marker by which it is found again, then the verdict", () => {
    const lines = renderMarkdownReport([blocked(3)]).split("\n");
    expect(lines[0]).toBe(COMMENT_MARKER);
    expect(lines[1]).toMatch(/^### ✘ Blocked: worse/);
  });

  test("fewer than fifteen lines stand above the fold as GitHub shows them, for one task and for forty", () => {
    const forty = ids(40).map((task) => blocked(30, { report: aReport({ task, verdict: "regression" }) }));
    for (const runs of [[blocked(500)], [wordy(500)], forty]) {
      expect(pageLines(renderMarkdownReport(runs))).toBeLessThan(15);
    }
  });

  test("worse and better, score, threshold, production, the smallest drop and the cost are above the fold", () => {
    const head = aboveTheFold(renderMarkdownReport([blocked(12, { budgetUsd: 0.5 })])).join("\n");
    for (const fact of ["**12 : 1**", "0.9000", "0.8000", "0.8500 (1.0.0)", "| 0.06 |", "$0 of $0.50"])
      expect(head).toContain(fact);
  });

  test("one step each for author and owner, and the command that gives the same result", () => {
    const head = aboveTheFold(renderMarkdownReport([blocked(2)]));
    expect(head.filter((line) => line.startsWith("- **Author, next:**"))).toHaveLength(1);
    expect(head.filter((line) => line.startsWith("- **Owner, next:**"))).toHaveLength(1);
    expect(head.join("\n")).toContain("npm run eval-runner -- --task support_reply<");
  });

  test("input and what is wrong with the answer of a newly failing example stand above the fold", () => {
    const row = aboveTheFold(renderMarkdownReport([blocked(1)])).find((line) => line.includes("example-1"));
    for (const text of ["When do you open", "found something else"]) expect(row).toContain(text);
  });

  test("of several tasks the worst one's first example stands above the fold", () => {
    const head = aboveTheFold(renderMarkdownReport([aReportedRun(), blocked(3)])).join("\n");
    expect(head).toContain("| Newly failing: 3 | Input | What is wrong |");
    expect(head).toContain("example-1");
    expect(head).not.toContain("example-2");
  });

  test("expectation, production's answer and the new one stand side by side below the input", () => {
    const run = blocked(1);
    const results = run.results.map((result) => ({ ...result, output: "At ten" }));
    const fold = renderMarkdownReport([{ ...run, results }]).split("<details>")[1] ?? "";
    const columns = [...fold.matchAll(/<b>(Expected|Production's answer|New answer)<\/b>/g)].map(
      ([, name]) => name,
    );
    expect(columns).toEqual(["Expected", "Production's answer", "New answer"]);
    expect(fold.indexOf("Input:")).toBeLessThan(fold.indexOf("Expected"));
    expect(fold).toContain("<code>At ten</code>");
  });

  test("fifty newly failing examples with long answers fit into one comment", () => {
    const text = renderMarkdownReport([wordy(50)]);
    expect(text).not.toContain("more example");
    expect(text.match(/<tr><td colspan="3">/g)).toHaveLength(50);
  });

  test("the budget is used: where more fails than fits, little room is left", () => {
    const size = new TextEncoder().encode(renderMarkdownReport([wordy(500)])).length;
    expect(size).toBeGreaterThan(MAX_COMMENT * 0.95);
  });

  test("a pass with too few examples to see a regression says so first", () => {
    const reasons = [
      "score 1.0000 is at or above the threshold",
      "smoke run: 6 examples of at least 20; it cannot see regressions",
    ];
    const head = aboveTheFold(
      renderMarkdownReport([aReportedRun({ report: aReport({ detectable_drop: null, reasons }) })]),
    );
    expect(head[0]).toMatch(/^### ✔ Good to go, smoke run only/);
    expect(head[1]).toMatch(/^Smoke run: 6 examples/);
  });

  test("what several tasks cost together stands against all their limits, with the smallest drop that each can see", () => {
    const cost = { usd: 0.25, tokens_in: 1, tokens_out: 1 };
    const runs = ["a", "b"].map((task) => aReportedRun({ report: aReport({ task, cost }), budgetUsd: 2 }));
    const head = aboveTheFold(renderMarkdownReport(runs)).join("\n");
    expect(head).toContain("All of them together cost $0.50 of $4.00.");
    expect(head.match(/\| 0\.06 \|$/gm)).toHaveLength(2);
    const open = runs.map(({ budgetUsd: _, ...run }) => run);
    expect(renderMarkdownReport(open)).toContain("together cost $0.50.");
  });

  test("a command that takes a merge back stands above the fold, those of earlier environments below", () => {
    const environments = ["staging", "production"].map((environment) => ({ service: "shop", environment }));
    const production = { version: "1.0.0", promptDigest: aReport().digests.dataset };
    const [head = "", fold = ""] = renderMarkdownReport([aReportedRun({ environments, production })]).split(
      "<details>",
    );
    expect(head).toContain("To undo&#58; <code>npm run rollback -- --service shop --environment production");
    expect(head).not.toContain("--environment staging");
    expect(fold).toContain("How to undo it");
    expect(fold).toContain("--environment staging");
  });

  test("what is cut above the fold stands below it in full", () => {
    const found = `14 examples were removed (${ids(12).join(", ")})`;
    const gateChanges = [
      { kind: "scorers" as const, found: "the scorers changed" },
      { kind: "examples" as const, found },
    ];
    const accepted = { by: "grace", reason: "rare titles ".repeat(20).trim() };
    const run = blocked(1, { gateChanges, accepted, gateOwners: ["@acme/gate"] });
    const [head = "", ...folds] = renderMarkdownReport([run]).split("<details>");
    expect(head).toContain("the scorers changed, 14 examples were removed;");
    expect(folds.join("")).toContain("example-12");
    expect(folds.join("")).toContain(accepted.reason);
    expect(folds.join("")).toMatch(/Gate owners: .*acme\/gate/);
  });

  test("examples with personal data are one line of ids", () => {
    const head = aboveTheFold(renderMarkdownReport([blocked(3, { data: "personal" })])).join("\n");
    expect(head).toContain("<code>example-1</code>, <code>example-2</code>, <code>example-3</code>");
    expect(head).not.toContain("withheld");
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

  test("a block says that nothing happens, and with one blocked task of several, merging promotes none", () => {
    const text = renderMarkdownReport([aReportedRun(), blocked(1)]);
    expect(text).toContain("Nothing changes");
    expect(text).not.toContain("Promotes");
    expect(text.split("\n")[1]).toContain("1 of 2 tasks pass the gate");
  });

  test("an easier gate is named with those who answer for it", () => {
    const gateChanges = [{ kind: "threshold" as const, found: "the threshold was lowered from 0.9 to 0.8" }];
    const head = aboveTheFold(
      renderMarkdownReport([aReportedRun({ gateChanges, gateOwners: ["@acme/gate"] })]),
    ).join("\n");
    expect(head).toMatch(/^### ▲ Waits for a recorded reason/);
    expect(head).toContain("the threshold was lowered from 0.9 to 0.8");
    expect(head).toMatch(/Author, next:\*\* Ask an owner and a gate owner \(.*acme\/gate\) to approve/);
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

  test("text as code holds nothing that Markdown or GitHub makes something of, but entities", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const code = markdownCode(text, 500);
        expect(code === "" || /^<code>.*<\/code>$/.test(code)).toBe(true);
        const bare = code.slice(6, -7).replaceAll(/&#\d+;/g, "");
        expect(bare).not.toMatch(/[&<>|`*~[\]\\#@$\n\r]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:\S|www\./i);
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
