import { createHash } from "node:crypto";
import { Script } from "node:vm";
import { describe, expect, test } from "vitest";
import { historyChart } from "../../../src/reporting/html/history-chart.ts";
import { renderHtmlReport } from "../../../src/reporting/html/html-report.ts";
import { anExample } from "../../builders/example.ts";
import { aBaselineReport, aReport } from "../../builders/report.ts";
import { aReportedRun, aRunWithNewlyFailing, aScoredResult } from "../../builders/reported-run.ts";
import { HOSTILE } from "../hostile-texts.ts";

const ids = (count: number) => Array.from({ length: count }, (_, index) => `example-${index + 1}`);

const embedded = (html: string) =>
  JSON.parse(/<script type="application\/json">(.*?)<\/script>/s.exec(html)?.[1] ?? "null");

const between = (html: string, open: string, close: string): string =>
  html.slice(html.lastIndexOf(open) + open.length, html.lastIndexOf(close));

const sha256 = (text: string): string => createHash("sha256").update(text).digest("base64");

describe("the HTML report", () => {
  test("says that the gate itself changed, and that a promotion needs a reason", () => {
    const found = "the threshold was lowered from 0.8 to <0.7>";
    const html = renderHtmlReport([aReportedRun({ gateChanges: [{ kind: "threshold", found }] })]);
    expect(html).toContain(
      "<b>The gate itself changed:</b> the threshold was lowered from 0.8 to &lt;0.7&gt;",
    );
    expect(html.replaceAll(/<[^>]+>/g, "")).toContain("npm run promote -- --task support_reply --reason");
    expect(renderHtmlReport([aReportedRun()])).not.toContain("The gate itself changed");
  });

  test("the verdict is the title and the first heading", () => {
    const html = renderHtmlReport([
      aRunWithNewlyFailing(["a"], { report: aReport({ verdict: "regression" }) }),
    ]);
    expect(html).toContain("<title>Blocked: worse: support_reply 1.1.0</title>");
    expect(html.indexOf("<h1")).toBeLessThan(html.indexOf("<h2"));
    expect(html).toMatch(/<h1 class="toned bad">Blocked: worse<\/h1>/);
  });

  test("the file names no address that a browser would ask", () => {
    const report = aReport({ baseline: aBaselineReport() });
    const html = renderHtmlReport([aRunWithNewlyFailing(ids(3), { report, history: [report, report] })]);
    expect(html).not.toMatch(/https?:|url\(|@import|\bsrc=|<link rel="(?!icon" href="data:,")/);
  });

  test("only the page's own style and script may act: the policy holds their hashes", () => {
    const html = renderHtmlReport([aReportedRun()]);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
    expect(policy).toMatch(/^default-src 'none'/);
    expect(policy).toContain(`script-src 'sha256-${sha256(between(html, "<script>", "</script>"))}'`);
    expect(policy).toContain(`style-src 'sha256-${sha256(between(html, "<style>", "</style>"))}'`);
    expect(html).not.toMatch(/ style="| on[a-z]+="/);
  });

  test("the page's script is JavaScript that compiles", () => {
    const script = between(renderHtmlReport([aReportedRun()]), "<script>", "</script>");
    expect(script).toContain("IntersectionObserver");
    expect(() => new Script(script)).not.toThrow();
  });

  test("no text of an example leaves the data in which it stands", () => {
    const examples = [
      anExample({ id: HOSTILE, input: { text: HOSTILE }, expected: HOSTILE, tags: [HOSTILE] }),
    ];
    const report = aReport({
      verdict: "fail",
      reasons: [HOSTILE],
      slices: { [HOSTILE]: { examples: 1, score: 0 } },
    });
    const html = renderHtmlReport([aRunWithNewlyFailing([HOSTILE], { examples, report })]);
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    for (const raw of ["<img", "<!--", "\u001b", "\u202e"]) expect(html).not.toContain(raw);
    expect(embedded(html)[0].panes[1].text).toContain("<script>alert(1)</script>");
  });

  test("a changed answer is marked against production's where it changed", () => {
    const html = renderHtmlReport([
      aReportedRun({
        results: [aScoredResult("a", false, { output: "At ten." })],
        baselineResults: [aScoredResult("a", true, { output: "At nine." })],
      }),
    ]);
    const [row] = embedded(html);
    const answer = row.panes.at(-1);
    expect(row.change).toBe("newly_failing");
    expect(answer.text.slice(...answer.only)).toBe("ten");
  });

  test("five thousand long answers stay a page that a browser can open, rows drawn by the script", () => {
    const results = ids(5000).map((id) => aScoredResult(id, false, { output: "word ".repeat(4000) }));
    const html = renderHtmlReport([aReportedRun({ results })]);
    expect(embedded(html)).toHaveLength(5000);
    expect(html.length).toBeLessThan(25_000_000);
    expect(html).not.toContain("<details");
  });

  test("several tasks have an overview that links each of them, the worst first", () => {
    const html = renderHtmlReport([
      aReportedRun({ report: aReport({ task: "fine" }) }),
      aReportedRun({ report: aReport({ task: "broken", verdict: "fail" }) }),
    ]);
    expect(html).toContain('<a href="#run-1">broken</a>');
    expect(html).toContain('<article class="run" id="run-2">');
    expect(html).toContain("1 of 2 may be promoted");
  });

  test("the threshold of the history is drawn as steps", () => {
    const line = (threshold: number) => ({ ...aReport(), threshold });
    const rules = historyChart([line(0.7), line(0.7), line(0.8)]).match(/class="rule"/g);
    expect(rules).toHaveLength(3);
  });

  test("a run that was never scored is not drawn as zero", () => {
    expect(historyChart([aReport({ score: null })])).toContain("No earlier runs");
  });

  test("nothing of personal data reaches the page", () => {
    const run = aRunWithNewlyFailing(["a"], {
      data: "personal",
      examples: [anExample({ id: "a", input: { name: "Lovelace" }, tags: ["vip"] })],
      report: aReport({ slices: { vip: { examples: 1, score: 0 } } }),
    });
    const html = renderHtmlReport([run]);
    for (const secret of ["Lovelace", "At nine", "found something else", "vip"])
      expect(html).not.toContain(secret);
  });
});
