import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Result } from "../../src/evaluation/result.ts";
import { computeMetrics } from "../../src/evaluation/scoring/metrics.ts";
import { prepareScorers } from "../../src/evaluation/scoring/scoring.ts";
import type { Example } from "../../src/prompts/examples/example.ts";
import type { ScorerConfig } from "../../src/prompts/metadata.ts";
import { anAnswer } from "../builders/answer.ts";
import { aResult } from "../builders/result.ts";

const folder = fileURLToPath(new URL("../../../shared/data/product-attributes/", import.meta.url));
const isThere = existsSync(folder);
const title = isThere
  ? "the figures that arXiv 2310.12537 published"
  : "the figures that arXiv 2310.12537 published (skipped: the data is not beside this checkout)";

const FIELDS: ScorerConfig = {
  type: "fields",
  absent: ["", "n/a", "None"],
  extra: "ignore",
  normalise: "none",
};

interface Published {
  readonly examples: number;
  readonly micro_precision: number;
  readonly micro_recall: number;
  readonly micro_f1: number;
}

describe.skipIf(!isThere)(title, () => {
  const examples = isThere ? readLines<Example>("examples.jsonl") : [];
  const published = isThere ? readPublished() : {};

  it("cover five runs", () => {
    expect(Object.keys(published)).toHaveLength(5);
  });

  it.each(Object.entries(published))(
    "come out of the fields scorer as rounded there: %s",
    async (run, wanted) => {
      const results = await scoreRun(run, examples);
      const metrics = computeMetrics([FIELDS], results);
      expect(results).toHaveLength(wanted.examples);
      for (const name of ["micro_precision", "micro_recall", "micro_f1"] as const) {
        const percent = 100 * (metrics[`fields.${name}`] ?? Number.NaN);
        expect(Math.abs(percent - wanted[name]), name).toBeLessThanOrEqual(0.005 + 1e-9);
      }
    },
  );
});

async function scoreRun(run: string, examples: readonly Example[]): Promise<readonly Result[]> {
  const outputs = readLines<{ readonly id: string; readonly output: string }>(`outputs/${run}.jsonl`);
  const textOf = new Map(outputs.map(({ id, output }) => [id, output]));
  const score = prepareScorers([FIELDS]);
  return Promise.all(
    examples.map(async (example) => {
      const answer = anAnswer({ text: textOf.get(example.id) ?? "" });
      return aResult({ id: example.id, ...(await score(example, answer, null)) });
    }),
  );
}

function readLines<T>(name: string): readonly T[] {
  const lines = readFileSync(`${folder}${name}`, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as T);
}

function readPublished(): Readonly<Record<string, Published>> {
  return JSON.parse(readFileSync(`${folder}published.json`, "utf8")) as Readonly<Record<string, Published>>;
}
