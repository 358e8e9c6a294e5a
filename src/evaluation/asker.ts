import type { Example } from "../prompts/example.ts";
import type { Prompt } from "../prompts/production-prompt.ts";
import { MissingInput, renderMessages } from "../prompts/render.ts";
import type { Provider, Reply, Request } from "./request.ts";

/** One arm of an evaluation: something that answers examples, whatever is behind it. */
export interface Asker {
  /** Equal questions always get equal answers, so that asking again would say nothing new. */
  readonly deterministic: boolean;
  /** The rendered request, where the arm renders one itself: for cache keys and cost bounds. */
  requestFor?(example: Example): Request;
  ask(example: Example, repeat: number, signal: AbortSignal): Promise<Reply>;
}

/** Renders the prompt for each example and asks a provider. */
export function promptAsker(prompt: Prompt, provider: Provider): Asker {
  const requestFor = (example: Example): Request => requestOf(prompt, example);
  return {
    deterministic: provider.deterministic,
    requestFor,
    ask: async (example, _, signal) => {
      try {
        return await provider.ask(requestFor(example), signal);
      } catch (error) {
        if (!(error instanceof MissingInput)) throw error;
        return { kind: "error", class: "harness", message: `example ${example.id}: ${error.message}` };
      }
    },
  };
}

/** What a provider is sent for an example; a conversation follows the prompt's own messages. Throws `MissingInput`. */
export function requestOf(prompt: Prompt, example: Example): Request {
  const conversation = (example.messages ?? []).map(({ role, content }) => ({ role, content }));
  return {
    messages: [...renderMessages(prompt.messages, example.input), ...conversation],
    ...(prompt.tools === undefined ? {} : { tools: prompt.tools }),
    ...(prompt.tool_choice === undefined ? {} : { tool_choice: prompt.tool_choice }),
    model: prompt.model,
    output: prompt.output,
  };
}
