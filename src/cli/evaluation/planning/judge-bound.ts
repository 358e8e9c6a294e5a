import { type Judge, JudgeFailure } from "../../../evaluation/judging/judge.ts";
import {
  shownMaterial,
  similarityRequest,
  verdictRequest,
} from "../../../evaluation/judging/judge-request.ts";
import { materialOf } from "../../../evaluation/judging/material.ts";
import { votesOf } from "../../../evaluation/judging/model-graded.ts";
import type { Request } from "../../../evaluation/request.ts";
import { costUsd, tokensOutBound, upperBoundUsd } from "../../../evaluation/running/price.ts";
import { acceptedValues, expectationOf, textOf } from "../../../evaluation/scorers/expectation.ts";
import { optionsOf } from "../../../evaluation/scoring/scorer-checks.ts";
import type { Example } from "../../../prompts/examples/example.ts";
import { repeatsOf } from "../../../prompts/examples/example-exceptions.ts";
import type { Metadata, Model, ScorerConfig } from "../../../prompts/metadata.ts";
import { MissingInput } from "../../../prompts/rendering/render.ts";
import { type JudgeSetup, judgedEntries, judgePrice } from "../asking/judging.ts";
import type { PlannedRun } from "./plan-run.ts";

/** Of a token, in bytes, as long as nobody knows what the answers will be. */
const BYTES_PER_TOKEN = 4;

export interface JudgeBound {
  readonly calls: number;
  readonly usd: number;
}

/** The model whose answers are judged, and how many of them each example gets. */
export interface JudgedAnswers {
  readonly model: Model;
  /** Of an example that has no rule of its own. */
  readonly repeats: number;
}

/** How many questions to judges the answers of one arm take, and the most that they can cost. */
function judgeBound(
  setup: JudgeSetup,
  metadata: Metadata,
  examples: readonly Example[],
  { model, repeats }: JudgedAnswers,
): JudgeBound {
  let [calls, usd] = [0, 0];
  const answerBytes = tokensOutBound(model.parameters) * BYTES_PER_TOKEN;
  for (const example of examples) {
    const own = judgedEntries({ ...metadata, evaluation: { ...metadata.evaluation, scorers: [] } }, [
      example,
    ]);
    for (const config of [...judgedEntries(metadata, []), ...own]) {
      const asked = votesOf(optionsOf(config)) * repeatsOf(example, repeats);
      calls += asked;
      usd += asked * boundOf(setup, config, example, answerBytes);
    }
  }
  return { calls, usd };
}

/** The same for all answers of one round of a run, whoever gives them: stored ones of the baseline are judged anew too. */
export function judgedBound(
  { judges, ready, arms, examples, choice }: PlannedRun,
  armCount: 1 | 2,
): JudgeBound {
  if (judges === undefined) return { calls: 0, usd: 0 };
  const { calls, usd } = judgeBound(judges, ready.metadata, examples, {
    model: arms.candidate.prompt.model,
    repeats: choice.repeats,
  });
  return { calls: armCount * calls, usd: armCount * usd };
}

function boundOf(setup: JudgeSetup, config: ScorerConfig, example: Example, answerBytes: number): number {
  const options = optionsOf(config);
  const judge = setup.judgeOf(options);
  const price = judgePrice(setup.repository, judge);
  const request = requestWithout(judge, config, example);
  if (request === undefined) return 0;
  return upperBoundUsd(request, price) + costUsd({ tokens_in: answerBytes, tokens_out: 0 }, price);
}

/** The question without the answer. Undefined where the example lacks something: nobody is asked then. */
function requestWithout(judge: Judge, config: ScorerConfig, example: Example): Request | undefined {
  const options = optionsOf(config);
  try {
    if (judge.kind === "verdict")
      return verdictRequest(judge, materialOf(shownMaterial(judge), options, { text: "", example }));
    const expected = expectationOf(options, example);
    return expected === undefined
      ? undefined
      : similarityRequest(judge, acceptedValues(expected).map(textOf));
  } catch (error) {
    if (error instanceof JudgeFailure || error instanceof MissingInput) return undefined;
    throw error;
  }
}
