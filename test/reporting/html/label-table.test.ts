import { expect, it } from "vitest";
import { confusionCount } from "../../../src/evaluation/scoring/confusion-matrix.ts";
import { renderHtmlReport } from "../../../src/reporting/html/html-report.ts";
import { aReportedRun, aScoredResult } from "../../builders/reported-run.ts";
import { aResult } from "../../builders/result.ts";

const taken = (id: string, expected: string, found: string) =>
  aResult({
    id,
    scores: [
      {
        kind: "scored",
        scorer: "colour",
        value: expected === found ? 1 : 0,
        passed: expected === found,
        why: "",
        counts: { [confusionCount(expected, found)]: 1 },
      },
    ],
  });

const RESULTS = [
  taken("a", "red", "red"),
  taken("b", "red", "red"),
  taken("c", "red", "red"),
  taken("d", "blue", "<green>"),
  taken("e", "red", "blue"),
  taken("f", "red", "blue"),
];

it("says which label was taken for which, the most frequent confusion first", () => {
  const html = renderHtmlReport([aReportedRun({ results: RESULTS })]);
  const section = html.slice(html.indexOf("<h2>Labels: colour</h2>"));
  const rows = [...section.slice(0, section.indexOf("</section>")).matchAll(/<tr>(<td>.*?)<\/tr>/g)];
  expect(rows.map(([, cells = ""]) => cells.replaceAll(/<\/?td>/g, " ").trim())).toEqual([
    "✘  red  blue  2",
    "✘  blue  &lt;green&gt;  1",
    "red  red  3",
  ]);
});

it("shows no label of personal data, and nothing where no scorer knows labels", () => {
  const personal = aReportedRun({ results: RESULTS, data: "personal" });
  const plain = aReportedRun({ results: [aScoredResult("a", true)] });
  for (const run of [personal, plain]) expect(renderHtmlReport([run])).not.toContain("<h2>Labels");
});
