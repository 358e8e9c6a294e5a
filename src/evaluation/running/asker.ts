import type { Example } from "../../prompts/examples/example.ts";
import type { Prompt } from "../../prompts/records/production-prompt.ts";
import { MissingInput, renderMessages } from "../../prompts/rendering/render.ts";
import type { Message } from "../../prompts/rendering/template.ts";
import type { Provider, Reply, Request } from "../request.ts";
import { answerCount } from "./conversation.ts";
import { turnByTurn } from "./turn-by-turn.ts";

/** One arm of an evaluation: something that answers examples, whatever is behind it. */
export interface Asker {
  /** Equal questions always get equal answers, so that asking again would say nothing new. */
  readonly deterministic: boolean;
  /** The rendered request, where the arm renders one itself: for cache keys and cost bounds. */
  requestFor?(example: Example): Request;
  /** The one answer, or the last one of a conversation. */
  ask(example: Example, repeat: number, signal: AbortSignal): Promise<Reply>;
}

/** Renders the prompt for each example and asks a provider; a conversation turn by turn. */
export function promptAsker(prompt: Prompt, provider: Provider): Asker {
  const askTurns = turnByTurn();
  return {
    deterministic: provider.deterministic,
    requestFor: (example) => requestOf(prompt, example),
    ask: async (example, repeat, signal) => {
      try {
        if (answerCount(example) === 1) return await provider.ask(requestOf(prompt, example), signal);
        const opening = renderMessages(prompt.messages, example.input);
        const ask = (messages: readonly Message[]): Promise<Reply> =>
          provider.ask({ ...shared(prompt), messages }, signal);
        return await askTurns({ example, repeat, opening, ask });
      } catch (error) {
        if (!(error instanceof MissingInput)) throw error;
        return { kind: "error", class: "harness", message: `example ${example.id}: ${error.message}` };
      }
    },
  };
}

/** What a provider is sent for an example with one answer; turns follow the prompt's own messages. Throws `MissingInput`. */
export function requestOf(prompt: Prompt, example: Example): Request {
  const turns = (example.messages ?? []).map(({ role, content }) => ({ role, content }));
  return { ...shared(prompt), messages: [...renderMessages(prompt.messages, example.input), ...turns] };
}

function shared(prompt: Prompt): Omit<Request, "messages"> {
  return {
    ...(prompt.tools === undefined ? {} : { tools: prompt.tools }),
    ...(prompt.tool_choice === undefined ? {} : { tool_choice: prompt.tool_choice }),
    model: prompt.model,
    output: prompt.output,
  };
}
