import type { Reply } from "../request.ts";
import type { Result } from "../result.ts";
import type { Asker } from "./asker.ts";

const ABSENT: Reply = {
  kind: "error",
  class: "request_rejected",
  message: "the stored run has no answer for this example and repeat",
};

/** Answers as an earlier run recorded them; an example that it did not answer is an error. */
export function storedAsker(rows: Iterable<Result>): Asker {
  const replies = new Map<string, Reply>();
  for (const { id, repeat, output, finishReason } of rows) {
    if (output === null) continue;
    const reply: Reply = {
      kind: "answer",
      text: output,
      finishReason: finishReason ?? "unknown",
      latencyMs: 0,
    };
    replies.set(`${repeat}:${id}`, reply);
  }
  return { deterministic: true, ask: async ({ id }, repeat) => replies.get(`${repeat}:${id}`) ?? ABSENT };
}
