import { graded } from "../../src/evaluation/judging/graded-types.ts";
import { type Judge, type JudgeCall, JudgeFailure, type Judges } from "../../src/evaluation/judging/judge.ts";
import { metaPrompt } from "../../src/evaluation/judging/meta-prompt.ts";
import { baseType } from "../../src/evaluation/scoring/scorer-names.ts";
import type { JsonObject } from "../../src/prompts/reading/json.ts";
import { anAnswer } from "../builders/answer.ts";

/** Says what a judge answers to a call, as text. */
export type SayVerdict = (call: JudgeCall) => string;

/** A judge with the built-in prompts that answers by a script and remembers what it was asked. */
export function scriptedJudges(say: SayVerdict): Judges & { readonly asked: readonly JudgeCall[] } {
  const asked: JudgeCall[] = [];
  return {
    asked,
    judgeOf: (options) => builtIn(options),
    ask: async (call) => {
      asked.push(call);
      const reply = anAnswer({ text: say(call), usage: { tokens_in: 10, tokens_out: 2 } });
      return { reply, cached: false, costUsd: 0.001 };
    },
  };
}

function builtIn({ type }: JsonObject): Judge {
  const model = { provider: "acme", name: "judge-1", parameters: {} };
  if (type === "similar")
    return { kind: "similarity", prompt: { id: "similar", messages: [], model, input: {}, output: {} } };
  const asked = graded(baseType(String(type)).base);
  if (asked === undefined) throw new JudgeFailure("harness", `no judge for ${String(type)}`);
  return { kind: "verdict", prompt: metaPrompt(asked, model) };
}
