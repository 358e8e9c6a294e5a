import { isJsonObject, type JsonObject } from "../../prompts/reading/json.ts";
import { checkAll, isText, mustFit } from "../scorers/option-problems.ts";
import type { ConfigProblem, ScorerInput } from "../scoring/scorer.ts";
import { JudgeFailure } from "./judge.ts";

/** How an entry names the model that judges. */
export const JUDGE_OPTIONS: readonly string[] = ["provider", "model", "parameters"];

export const mustNameJudge: (options: JsonObject) => readonly ConfigProblem[] = checkAll(
  mustFit("provider", isText, "Write a provider of pipeline.config.yaml, or provider:model in one."),
  mustFit("model", isText, "Write the name of a model that pipeline.config.yaml has a price for."),
  mustFit("parameters", isJsonObject, "Write what is sent with every question, such as {temperature: 0}."),
);

/** Says of every answer that nobody is there to judge it. */
export function noJudges(type: string): (input: ScorerInput) => Promise<never> {
  return async () => {
    throw new JudgeFailure("harness", `${type} has no model to ask here`);
  };
}
