import type { Answer } from "../../src/evaluation/request.ts";
import type { Score, ScoredAnswer } from "../../src/evaluation/result.ts";
import { prepareScorers } from "../../src/evaluation/scoring/scoring.ts";
import type { ScorerConfig } from "../../src/prompts/metadata.ts";
import type { Json } from "../../src/prompts/reading/json.ts";
import { anAnswer } from "./answer.ts";
import { anExample } from "./example.ts";

/** What one scorer says of an answer; `expected` undefined leaves the example without any. */
export async function scoreOf(
  config: ScorerConfig,
  answer: string | Partial<Answer>,
  expected?: Json,
  costUsd: number | null = null,
): Promise<Score> {
  const { expected: _, ...bare } = anExample();
  const example = expected === undefined ? bare : { ...bare, expected };
  const full = anAnswer(typeof answer === "string" ? { text: answer } : answer);
  const scoring = await prepareScorers([config])(example, full, costUsd);
  const [score] = scoring.scores;
  if (score === undefined) throw new Error(scoring.error?.message ?? "no score");
  return score;
}

/** As `scoreOf`, for an answer that must be scored. */
export async function scored(...what: Parameters<typeof scoreOf>): Promise<ScoredAnswer> {
  const score = await scoreOf(...what);
  if (score.kind === "unscored") throw new Error(`unscored: ${score.why}`);
  return score;
}
