import { describe, expect, test } from "vitest";
import { exampleRows } from "../../src/reporting/example-rows.ts";
import { anExample } from "../builders/example.ts";
import { aReportedRun, aRunWithNewlyFailing, aScoredResult } from "../builders/reported-run.ts";
import { aResult } from "../builders/result.ts";

const onlyRow = (run: Parameters<typeof exampleRows>[0]) => {
  const rows = exampleRows(run);
  expect(rows).toHaveLength(1);
  return rows[0];
};

describe("what one example of a run is called", () => {
  test("an example that passed in production and fails now is newly failing", () => {
    expect(onlyRow(aRunWithNewlyFailing(["a"]))?.change).toBe("newly_failing");
  });

  test("an example is not newly failing when production was never asked", () => {
    const row = onlyRow(aReportedRun({ results: [aScoredResult("a", false)] }));
    expect(row).toMatchObject({ status: "failed", change: "uncompared" });
  });

  test("an error is neither a failure nor a change for the worse", () => {
    const error = aResult({ id: "a", output: null, error: { class: "provider_transient", message: "503" } });
    const run = aReportedRun({ results: [error], baselineResults: [aScoredResult("a", true)] });
    expect(onlyRow(run)).toMatchObject({ status: "error", change: "uncompared", value: null });
  });

  test("one failing repeat makes the example fail, and its answer is the one that is shown", () => {
    const results = [aScoredResult("a", true), aScoredResult("a", false, { repeat: 2, output: "At ten." })];
    expect(onlyRow(aReportedRun({ results }))).toMatchObject({
      status: "failed",
      value: 0.5,
      answer: "At ten.",
    });
  });

  test("a repeat that could not be asked does not fail the example", () => {
    const error = aResult({ id: "a", repeat: 2, error: { class: "harness", message: "threw" } });
    expect(onlyRow(aReportedRun({ results: [aScoredResult("a", true), error] }))?.status).toBe("passed");
  });

  test("only the scorer of the metric decides", () => {
    const scored = aScoredResult("a", true);
    const late = { kind: "scored" as const, scorer: "latency", value: 0, passed: false, why: "too slow" };
    const run = aReportedRun({ results: [{ ...scored, scores: [late, ...scored.scores] }] });
    expect(onlyRow(run)?.status).toBe("passed");
  });

  test("rows keep the order of the results", () => {
    const run = aReportedRun({ results: ["c", "a", "b"].map((id) => aScoredResult(id, true)) });
    expect(exampleRows(run).map((row) => row.id)).toEqual(["c", "a", "b"]);
  });

  test("two JSON answers that differ in key order alone read the same", () => {
    const results = [aScoredResult("a", false, { output: '{"b":1,"a":2}' })];
    const baselineResults = [aScoredResult("a", false, { output: '{"a": 2, "b": 1}' })];
    const row = onlyRow(aReportedRun({ results, baselineResults }));
    expect(row?.answer).toBe(row?.answerBefore);
  });

  test("of personal data only the id, the figures and the names of scorers are left", () => {
    const run = aRunWithNewlyFailing(["a"], {
      data: "personal",
      examples: [anExample({ id: "a", input: { name: "Ada Lovelace" }, expected: "Ada", tags: ["vip"] })],
    });
    const text = JSON.stringify(exampleRows(run));
    for (const secret of ["Lovelace", "At nine", "found something else", "vip"])
      expect(text).not.toContain(secret);
    expect(text).toContain("equals");
  });
});
