import type { JsonObject } from "../../prompts/reading/json.ts";
import type { Answer } from "../request.ts";
import { allSettled } from "../running/all-settled.ts";
import { checkAll, isAmount, isText, mustBePresent, mustFit } from "../scorers/option-problems.ts";
import { ratio } from "../scoring/aggregates.ts";
import type { Finding, ScorerInput, ScorerType } from "../scoring/scorer.ts";
import { askJudge, isReadable } from "./ask-judge.ts";
import type { GradedType } from "./graded-types.ts";
import type { Judges } from "./judge.ts";
import { shownMaterial, verdictRequest } from "./judge-request.ts";
import { materialOf } from "./material.ts";
import { JUDGE_OPTIONS, mustNameJudge, noJudges } from "./options.ts";
import { parseVerdict, type Verdict } from "./verdict.ts";
import { AGREEMENT, joinVotes, MOST_VOTES } from "./votes.ts";

const DEFAULT_THRESHOLD = 0.5;
const VALUE_FIX = "Write as `value` what is asked of the answer, in words.";

/** A language model says what an answer is worth. Without `judges` nothing can be scored, only checked. */
export function modelGraded(graded: GradedType, judges: Judges | undefined): ScorerType {
  const { type, kind, shows, needsExpected } = graded;
  const inputs = shows.filter((name) => name === "question" || name === "context");
  const needsValue = shows.includes("rubric");
  return {
    type,
    needsExpected,
    defaultThreshold: DEFAULT_THRESHOLD,
    options: ["value", "judge", ...JUDGE_OPTIONS, "votes", ...inputs],
    isModelGraded: true,
    aggregates: [ratio(AGREEMENT.name, { [AGREEMENT.agreed]: 1 }, { [AGREEMENT.votes]: 1 })],
    check: checkAll(
      needsValue ? mustBePresent("value", VALUE_FIX) : () => [],
      needsValue ? mustFit("value", isRubric, VALUE_FIX) : () => [],
      mustFit("judge", isText, "Write the name of a task whose prompt judges."),
      mustNameJudge,
      mustFit(
        "votes",
        isVotes,
        `Write an odd number of votes from 1 to ${MOST_VOTES}, so that there is a majority.`,
      ),
      ...inputs.map((name) =>
        mustFit(name, isText, "Write the name of an input, or a JSON Pointer into the input."),
      ),
    ),
    prepare: (options) => {
      if (judges === undefined) return noJudges(type);
      const threshold = Number(options["threshold"] ?? DEFAULT_THRESHOLD);
      return async (input): Promise<Finding> =>
        joinVotes(await verdictsOf(judges, kind, options, input), kind, threshold);
    },
  };
}

async function verdictsOf(
  judges: Judges,
  kind: GradedType["kind"],
  options: JsonObject,
  input: ScorerInput,
): Promise<readonly Verdict[]> {
  const judge = judges.judgeOf(options);
  const material = materialOf(shownMaterial(judge), options, input);
  const read = (text: string): Verdict => parseVerdict(text, kind, material);
  const accepts = (answer: Answer): boolean => isReadable(answer, read);
  const request = verdictRequest(judge, material);
  const vote = async (number: number): Promise<Verdict> => {
    const answer = await askJudge(judges, { judge, request, vote: number, accepts }, input.onJudged);
    return read(answer.text);
  };
  return allSettled(Array.from({ length: votesOf(options) }, (_, at) => vote(at + 1)));
}

/** How often an entry asks for one answer. */
export const votesOf = (options: JsonObject): number => Number(options["votes"] ?? 1);

const isRubric = (value: unknown): boolean => isText(value) && value.trim() !== "";
const isVotes = (value: unknown): boolean => isAmount(value) && value % 2 === 1 && value <= MOST_VOTES;
