import type { Example, ExampleMessage } from "../../prompts/examples/example.ts";
import type { Message } from "../../prompts/rendering/template.ts";
import type { Answer, Reply, Usage } from "../request.ts";
import { answerText } from "../scoring/answer-text.ts";

/**
 * The places in a conversation after which the model answers: every turn of a user or a tool that no scripted answer and no
 * further tool follows, and the last one.
 */
export function answerPlaces(messages: readonly ExampleMessage[]): readonly number[] {
  return messages.flatMap(({ role }, at) => {
    const next = messages[at + 1]?.role;
    if (next === undefined) return [at];
    const isAsked = role === "user" || role === "tool";
    return isAsked && next !== "assistant" && next !== "tool" ? [at] : [];
  });
}

/** How many answers an example takes, from 1. */
export function answerCount({ messages = [] }: Example): number {
  return Math.max(1, answerPlaces(messages).length);
}

/** Which answer, from 0, is the first one given at or after a turn. */
export function answerAfter(messages: readonly ExampleMessage[], turn: number): number {
  return answerPlaces(messages).findIndex((place) => place >= turn);
}

export interface Conversation {
  /** The prompt's own messages, which stand before the conversation. */
  readonly opening: readonly Message[];
  readonly messages: readonly ExampleMessage[];
  /** What an earlier attempt was answered already; grows as the conversation does. */
  readonly answers: Answer[];
  ask(history: readonly Message[]): Promise<Reply>;
}

/** Asks turn by turn, with the model's own answers in the history. The first error ends it; a retry goes on from there. */
export async function converse({ opening, messages, answers, ask }: Conversation): Promise<Reply> {
  const places = answerPlaces(messages);
  while (answers.length < places.length) {
    const reply = await ask([...opening, ...historyBefore(messages, places, answers)]);
    if (reply.kind === "error") return reply;
    answers.push(reply);
  }
  return wholeAnswer(answers);
}

function historyBefore(
  messages: readonly ExampleMessage[],
  places: readonly number[],
  answers: readonly Answer[],
): readonly Message[] {
  const end = (places[answers.length] ?? messages.length) + 1;
  return messages.slice(0, end).flatMap(({ role, content }, at): readonly Message[] => {
    const answer = answers[places.indexOf(at)];
    const turn = { role, content };
    return answer === undefined ? [turn] : [turn, { role: "assistant", content: answerText(answer) }];
  });
}

function wholeAnswer(answers: readonly Answer[]): Answer {
  const last = answers.at(-1);
  if (last === undefined) throw new TypeError("a conversation without an answer");
  const { usage: _, ...rest } = last;
  const usage = sumUsage(answers);
  return {
    ...rest,
    ...(usage === undefined ? {} : { usage }),
    latencyMs: answers.reduce((sum, { latencyMs }) => sum + latencyMs, 0),
    turns: answers.slice(0, -1),
  };
}

/** Unknown as soon as it is for one answer. */
function sumUsage(answers: readonly Answer[]): Usage | undefined {
  let sum: Usage = { tokens_in: 0, tokens_out: 0 };
  for (const { usage } of answers) {
    if (usage === undefined) return undefined;
    sum = { tokens_in: sum.tokens_in + usage.tokens_in, tokens_out: sum.tokens_out + usage.tokens_out };
  }
  return sum;
}
