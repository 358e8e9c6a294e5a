import { describe, expect, test } from "vitest";
import { renderJunit } from "../../../src/reporting/exchange/junit-report.ts";
import { aReport } from "../../builders/report.ts";
import { aReportedRun, aScoredResult } from "../../builders/reported-run.ts";
import { aResult } from "../../builders/result.ts";
import { HOSTILE } from "../hostile-texts.ts";
import { xmlOutline } from "../xml-outline.ts";

const error = { class: "provider_transient" as const, message: "503 from upstream" };

describe("JUnit XML", () => {
  test("a missed answer is a failure, a call that failed is an error, and suites count them", () => {
    const results = [aScoredResult("a", true), aScoredResult("b", false), aResult({ id: "c", error })];
    const xml = renderJunit([aReportedRun({ results })]);
    expect(xml).toContain('<testsuites name="gpt-pipeline-hub" tests="3" failures="1" errors="1">');
    expect(xml).toContain('<testsuite name="support_reply" tests="3" failures="1" errors="1"');
    const names = xmlOutline(xml);
    expect(names.filter((name) => name === "failure")).toHaveLength(1);
    expect(names.filter((name) => name === "error")).toHaveLength(1);
  });

  test("repeats of one example have names of their own", () => {
    const results = [aScoredResult("a", true), aScoredResult("a", true, { repeat: 2 })];
    const xml = renderJunit([aReportedRun({ results })]);
    expect(xml).toContain('name="a"');
    expect(xml).toContain('name="a (repeat 2)"');
  });

  test("whatever an answer holds, the document is well-formed", () => {
    const results = [
      aScoredResult(`id ${HOSTILE}`, false, { output: `${HOSTILE}\u0000\uffff` }),
      aResult({ id: "e", error: { class: "harness", message: HOSTILE } }),
    ];
    const xml = renderJunit([aReportedRun({ results, report: aReport({ run_id: HOSTILE }) })]);
    expect(xmlOutline(xml)).toContain("failure");
  });

  test("an answer of a megabyte is cut", () => {
    const results = [aScoredResult("a", false, { output: "x".repeat(1_000_000) })];
    expect(renderJunit([aReportedRun({ results })]).length).toBeLessThan(5000);
  });

  test("no answer of personal data is written", () => {
    const results = [aScoredResult("a", false, { output: "Ada Lovelace" }), aResult({ id: "b", error })];
    const xml = renderJunit([aReportedRun({ results, data: "personal" })]);
    for (const text of ["Lovelace", "found something else", "503"]) expect(xml).not.toContain(text);
  });

  test("the outline that these tests trust refuses what is not well-formed", () => {
    for (const xml of [
      "<a><b></a></b>",
      "<a>&nbsp;</a>",
      '<a b="<"/>',
      "<a>1 < 2</a>",
      "<a>\u0001</a>",
      "<a>",
    ]) {
      expect(() => xmlOutline(xml), xml).toThrow();
    }
  });
});
