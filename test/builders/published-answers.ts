import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Result } from "../../src/evaluation/result.ts";
import { prepareScorers } from "../../src/evaluation/scoring/scoring.ts";
import type { Example } from "../../src/prompts/examples/example.ts";
import type { ScorerConfig } from "../../src/prompts/metadata.ts";
import { anAnswer } from "./answer.ts";
import { aResult } from "./result.ts";

/** Answers of models to 491 titles and the figures that arXiv 2310.12537 gives for them; they lie beside a checkout or nowhere. */
export const PUBLISHED_ANSWERS = fileURLToPath(
  new URL("../../../shared/data/product-attributes/", import.meta.url),
);

export const arePublishedAnswersThere = existsSync(PUBLISHED_ANSWERS);

/** Says in a report why nothing was tested. */
export const withPublishedAnswers = (title: string): string =>
  arePublishedAnswersThere ? title : `${title} (skipped: the data is not beside this checkout)`;

/** The scorer that counts as that publication does. */
export const PUBLISHED_SCORER: ScorerConfig = {
  type: "fields",
  absent: ["", "n/a", "None"],
  extra: "ignore",
  normalise: "none",
};

/** One published run, scored by `PUBLISHED_SCORER`. */
export async function scoredPublishedRun(run: string): Promise<readonly Result[]> {
  const outputs = readLines<{ readonly id: string; readonly output: string }>(`outputs/${run}.jsonl`);
  const textOf = new Map(outputs.map(({ id, output }) => [id, output]));
  const score = prepareScorers([PUBLISHED_SCORER]);
  return Promise.all(
    readLines<Example>("examples.jsonl").map(async (example) => {
      const answer = anAnswer({ text: textOf.get(example.id) ?? "" });
      return aResult({ id: example.id, ...(await score(example, answer, null)) });
    }),
  );
}

function readLines<T>(name: string): readonly T[] {
  const lines = readFileSync(`${PUBLISHED_ANSWERS}${name}`, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as T);
}
