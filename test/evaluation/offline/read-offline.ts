import { createOfflineProvider } from "../../../src/evaluation/offline/offline-provider.ts";
import type { Answer, Request } from "../../../src/evaluation/request.ts";
import type { Json } from "../../../src/prompts/reading/json.ts";

const provider = createOfflineProvider(() => 0);

/** The offline provider's answer; a refusal fails the test. */
export async function answerOffline(request: Request): Promise<Answer> {
  const reply = await provider.ask(request, new AbortController().signal);
  if (reply.kind === "error") throw new Error(reply.message);
  return reply;
}

export async function readOffline(request: Request): Promise<Json> {
  const { text } = await answerOffline(request);
  return JSON.parse(text) as Json;
}
