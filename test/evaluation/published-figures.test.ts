import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { computeMetrics } from "../../src/evaluation/scoring/metrics.ts";
import {
  arePublishedAnswersThere,
  PUBLISHED_ANSWERS,
  PUBLISHED_SCORER,
  scoredPublishedRun,
  withPublishedAnswers,
} from "../builders/published-answers.ts";

const TITLE = "the figures that arXiv 2310.12537 published";

interface Published {
  readonly examples: number;
  readonly micro_precision: number;
  readonly micro_recall: number;
  readonly micro_f1: number;
}

describe.skipIf(!arePublishedAnswersThere)(withPublishedAnswers(TITLE), () => {
  const published = arePublishedAnswersThere ? readPublished() : {};

  it("cover five runs", () => {
    expect(Object.keys(published)).toHaveLength(5);
  });

  it.each(Object.entries(published))(
    "come out of the fields scorer as rounded there: %s",
    async (run, wanted) => {
      const results = await scoredPublishedRun(run);
      const metrics = computeMetrics([PUBLISHED_SCORER], results);
      expect(results).toHaveLength(wanted.examples);
      for (const name of ["micro_precision", "micro_recall", "micro_f1"] as const) {
        const percent = 100 * (metrics[`fields.${name}`] ?? Number.NaN);
        expect(Math.abs(percent - wanted[name]), name).toBeLessThanOrEqual(0.005 + 1e-9);
      }
    },
  );
});

function readPublished(): Readonly<Record<string, Published>> {
  return JSON.parse(readFileSync(`${PUBLISHED_ANSWERS}published.json`, "utf8")) as Readonly<
    Record<string, Published>
  >;
}
