import { describe, expect, it } from "vitest";
import { renderCheckComment } from "../../../src/reporting/on-github/check-comment.ts";
import { reusedAnswers } from "../../../src/reporting/on-github/reused-answers.ts";
import { aReport } from "../../builders/report.ts";
import { aReportedRun } from "../../builders/reported-run.ts";

const URL_OF_RUN = "https://github.invalid/acme/prompts/actions/runs/75";

const aRun = (task: string, usd: number | null, reused?: number) =>
  aReportedRun({
    report: aReport({ task, cost: { usd, tokens_in: 0, tokens_out: 0 } }),
    ...(reused === undefined ? {} : { reused }),
  });

describe("answers of an earlier run", () => {
  it("are named with that run's page and what they cost then", () => {
    expect(reusedAnswers([aRun("colour", 0.0125, 61)], URL_OF_RUN)).toEqual([
      'Answers of <a href="https://github.invalid/acme/prompts/actions/runs/61">run 61</a>: $0.0125 then, $0 now',
    ]);
  });

  it("are told by run and task where others were asked for", () => {
    const runs = [aRun("colour", 1, 61), aRun("tone", 2, 61), aRun("size", 3, 64), aRun("new", 4)];
    expect(reusedAnswers(runs, undefined)).toEqual([
      "Answers of run 64 for <code>size</code>: $3.00 then, $0 now",
      "Answers of run 61 for <code>colour</code>, <code>tone</code>: $3.00 then, $0 now",
    ]);
  });

  it("cost an unknown sum where one price is unknown", () => {
    expect(reusedAnswers([aRun("colour", 1, 61), aRun("tone", null, 61)], undefined)).toEqual([
      "Answers of run 61: unknown then, $0 now",
    ]);
  });

  it("stand in the comment's last line, which says nothing of it where all were asked for", () => {
    const comment = (reused?: number): string =>
      renderCheckComment(
        { problems: [], runs: [aRun("colour", 0.5, reused)], missing: [], waiting: [] },
        { commit: "a".repeat(40), isDraft: false, attempt: 1, url: URL_OF_RUN },
        65_000,
      );
    expect(comment(61).trim().split("\n").at(-1)).toMatch(
      /^<sub>Answers of .*: \$0\.50 then, \$0 now<br>Commit /,
    );
    expect(comment(61)).toContain(">page of the run</a>");
    expect(comment()).toContain(">run and full report</a>");
    expect(comment()).not.toContain("Answers of");
  });
});
