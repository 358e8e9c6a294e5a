import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { PLAIN_PALETTE, TERMINAL_PALETTE } from "../../../src/reporting/terminal/palette.ts";
import { renderTextReport } from "../../../src/reporting/terminal/text-report.ts";
import { anExample } from "../../builders/example.ts";
import { aBaselineReport, aReport } from "../../builders/report.ts";
import { aReportedRun, aRunWithNewlyFailing } from "../../builders/reported-run.ts";
import { HOSTILE } from "../hostile-texts.ts";

const ids = (count: number) => Array.from({ length: count }, (_, index) => `example-${index + 1}`);

describe("the report in the terminal", () => {
  test("the verdict stands first, in the author's words", () => {
    const text = renderTextReport([aReportedRun()], PLAIN_PALETTE);
    expect(text.split("\n")[0]).toMatch(/^✔ Good to go {2}support_reply {2}1\.1\.0/);
  });

  test.each([
    ["fail", undefined, "Blocked: worse"],
    ["regression", undefined, "Blocked: worse"],
    ["inconclusive", "noise", "Needs a person"],
    ["inconclusive", "provider", "Could not test - not your fault"],
    ["drift", undefined, "The model moved"],
  ] as const)("a verdict of %s (%s) reads: %s", (verdict, cause, words) => {
    const run = aReportedRun({ report: aReport({ verdict }), ...(cause === undefined ? {} : { cause }) });
    expect(renderTextReport([run], PLAIN_PALETTE).split("\n")[0]).toContain(words);
  });

  test("without colour not one escape is printed, and with it the words are the same", () => {
    const run = aRunWithNewlyFailing(ids(2), { report: aReport({ verdict: "fail" }) });
    const plain = renderTextReport([run], PLAIN_PALETTE);
    const coloured = renderTextReport([run], TERMINAL_PALETTE);
    expect(plain).not.toContain("\u001b");
    expect(coloured).toContain("\u001b[31m");
    expect(stripVTControlCharacters(coloured)).toBe(plain);
  });

  test("what judges cost is told as a part of the cost", () => {
    const cost = { usd: 0.03, tokens_in: 900, tokens_out: 90 };
    const judging = { usd: 0.02, tokens_in: 600, tokens_out: 60 };
    const run = aReportedRun({ report: aReport({ cost, judging }) });
    expect(renderTextReport([run], PLAIN_PALETTE)).toContain("$0.03 (judges $0.02), no limit");
  });

  test("five newly failing examples are shown and the others counted", () => {
    const text = renderTextReport([aRunWithNewlyFailing(ids(12))], PLAIN_PALETTE);
    expect(text).toContain("Newly failing: 12 examples");
    expect(text).toContain("example-5");
    expect(text).not.toContain("example-6\n");
    expect(text).toContain("and 7 more examples");
  });

  test("threshold and production are marked on the bar of the score", () => {
    const report = aReport({ score: 0.5, threshold: 0.75, baseline: aBaselineReport({ score: 0.9 }) });
    const bar = /█[^ ]*/.exec(renderTextReport([aReportedRun({ report })], PLAIN_PALETTE))?.[0] ?? "";
    expect([...bar]).toHaveLength(40);
    expect([...bar].indexOf("┃")).toBe(30);
    expect([...bar].indexOf("◇")).toBe(36);
  });

  test("a run that scored nothing shows no bar and no zero", () => {
    const text = renderTextReport(
      [aReportedRun({ report: aReport({ score: null, interval: null }) })],
      PLAIN_PALETTE,
    );
    expect(text).toContain("nothing was scored");
    expect(text).not.toContain("0.0000");
  });

  test("no text of an example can act on the terminal or command a workflow", () => {
    const examples = [anExample({ id: "a", input: { text: HOSTILE }, expected: HOSTILE })];
    const report = aReport({ verdict: "fail", reasons: ["::error::x", HOSTILE] });
    const text = renderTextReport([aRunWithNewlyFailing(["a"], { examples, report })], PLAIN_PALETTE);
    expect(text).not.toMatch(/[\p{Cf}]|(?!\n)\p{Cc}/u);
    expect(text).not.toMatch(/^\s*::/m);
    expect(text).not.toContain("##[");
  });

  test("the difference between expectation and answer is shown however late it comes", () => {
    const same = "x".repeat(5000);
    const examples = [anExample({ id: "a", expected: `${same} right` })];
    const run = aRunWithNewlyFailing(["a"], { examples });
    const results = run.results.map((result) => ({ ...result, output: `${same} wrong` }));
    const text = renderTextReport([{ ...run, results }], PLAIN_PALETTE);
    expect(text).toContain("xx right");
    expect(text).toContain("xx wrong");
  });
});
