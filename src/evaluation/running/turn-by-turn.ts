import type { Example } from "../../prompts/examples/example.ts";
import type { Message } from "../../prompts/rendering/template.ts";
import type { Answer, Reply } from "../request.ts";
import { converse } from "./conversation.ts";

export interface TurnsAsked {
  readonly example: Example;
  readonly repeat: number;
  /** What stands before the conversation in the history that `ask` is given. */
  readonly opening: readonly Message[];
  ask(history: readonly Message[]): Promise<Reply>;
}

/** Asks conversations; one that broke off for a passing reason goes on where it was when it is asked again. */
export function turnByTurn(): (asked: TurnsAsked) => Promise<Reply> {
  const answered = new Map<string, Answer[]>();
  return async ({ example, repeat, opening, ask }) => {
    const key = `${repeat}:${example.id}`;
    const answers = answered.get(key) ?? [];
    answered.set(key, answers);
    const reply = await converse({ opening, messages: example.messages ?? [], answers, ask });
    if (reply.kind === "answer" || reply.class !== "provider_transient") answered.delete(key);
    return reply;
  };
}
