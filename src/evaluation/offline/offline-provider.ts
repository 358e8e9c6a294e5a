import { compilePattern, type Pattern } from "../../prompts/adapters/regular-expression.ts";
import type { Answer, Provider, Request } from "../request.ts";
import type { Compile } from "./candidates.ts";
import { inlineReferences } from "./inline-references.ts";
import { promptMaterial } from "./prompt-material.ts";
import { readAnswer } from "./read-answer.ts";

const CHARACTERS_PER_TOKEN = 4;

/**
 * The embedded provider: a deterministic reader that sees the messages and the output schema and nothing else. It is a
 * baseline and not a language model. `nowMs` gives milliseconds and is read only for the latency; tokens are
 * estimated at four characters each. An output schema with a refused pattern is a `request_rejected`.
 */
export function createOfflineProvider(nowMs: () => number): Provider {
  const compile = rememberingCompile();
  return {
    name: "offline",
    deterministic: true,
    ask: async (request) => {
      const startedMs = nowMs();
      try {
        return answer(request, compile, () => nowMs() - startedMs);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return { kind: "error", class: "request_rejected", message: message.slice(0, 300) };
      }
    },
  };
}

function answer(request: Request, compile: Compile, elapsedMs: () => number): Answer {
  const text = readAnswer(inlineReferences(request.output), promptMaterial(request.messages), compile);
  const asked = request.messages.reduce((sum, message) => sum + message.content.length, 0);
  const usage = { tokens_in: tokens(asked), tokens_out: tokens(text.length) };
  return {
    kind: "answer",
    text,
    finishReason: "stop",
    usage,
    model: request.model.name,
    latencyMs: elapsedMs(),
  };
}

function tokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

function rememberingCompile(): Compile {
  const known = new Map<string, Pattern>();
  return (source) => {
    const expression = known.get(source) ?? compilePattern(source);
    known.set(source, expression);
    return expression;
  };
}
