import type { Request } from "../../src/evaluation/request.ts";
import type { JsonObject } from "../../src/prompts/reading/json.ts";
import type { Message } from "../../src/prompts/rendering/template.ts";

interface OfflineRequestParts {
  readonly text: string;
  readonly output: JsonObject;
  /** Lines `- label: term, term`. */
  readonly glossary?: string;
  /** Questions with their answers. */
  readonly demonstrations?: readonly (readonly [string, string])[];
}

export function anOfflineRequest(parts: OfflineRequestParts): Request {
  const pairs = (parts.demonstrations ?? []).flatMap(([question, answer]): Message[] => [
    { role: "user", content: question },
    { role: "assistant", content: answer },
  ]);
  return {
    messages: [
      { role: "system", content: `Read the part.\n${parts.glossary ?? ""}` },
      ...pairs,
      { role: "user", content: parts.text },
    ],
    model: { provider: "offline", name: "reader-1", parameters: {} },
    output: parts.output,
  };
}
