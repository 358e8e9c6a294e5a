import { renderText } from "../../prompts/rendering/render.ts";
import type { Answer } from "../request.ts";
import { acceptedValues, expectationOf, textOf } from "../scorers/expectation.ts";
import type { Finding, NoFinding, ScorerType } from "../scoring/scorer.ts";
import { askJudge, isReadable } from "./ask-judge.ts";
import { SIMILAR } from "./graded-types.ts";
import { JudgeFailure, type Judges } from "./judge.ts";
import { similarityRequest } from "./judge-request.ts";
import { JUDGE_OPTIONS, mustNameJudge, noJudges } from "./options.ts";

/**
 * Cosine similarity of the answer's embedding with that of `value` or `expected`; of several accepted ones the nearest, below
 * 0 counts as 0. After promptfoo 0.121 `similar`, which passes from 0.75 too.
 */
export function similar(judges: Judges | undefined): ScorerType {
  return {
    type: SIMILAR,
    needsExpected: true,
    defaultThreshold: 0.75,
    options: ["value", ...JUDGE_OPTIONS],
    isModelGraded: true,
    aggregates: [],
    check: mustNameJudge,
    prepare: (options) => {
      if (judges === undefined) return noJudges(SIMILAR);
      return async ({ text, example, onJudged }): Promise<Finding | NoFinding> => {
        const expected = expectationOf(options, example);
        if (expected === undefined) return { unscored: true, why: "the example has no expected value" };
        if (text === "") return { value: 0, why: "the answer is empty" };
        const accepted = acceptedValues(expected).map((each) => renderText(textOf(each), example.input));
        const judge = judges.judgeOf(options);
        const request = similarityRequest(judge, [text, ...accepted]);
        const read = (said: string): number => nearestOf(said, accepted.length);
        const accepts = (answer: Answer): boolean => isReadable(answer, read);
        const answer = await askJudge(judges, { judge, request, vote: 1, accepts }, onJudged);
        const value = read(answer.text);
        return { value, why: `cosine similarity ${value.toFixed(3)}` };
      };
    },
  };
}

/** The largest of the similarities that the embedding model's adapter gives as JSON. */
function nearestOf(text: string, count: number): number {
  const values: unknown = JSON.parse(text);
  if (!Array.isArray(values) || values.length !== count || !values.every(Number.isFinite))
    throw new JudgeFailure("harness", "the embedding model gave no similarities");
  return Math.min(1, Math.max(0, ...values.map(Number)));
}
