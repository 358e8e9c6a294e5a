import type { Answer } from "../request.ts";

/** What of an answer is scored and shown: its text, or its tool calls as JSON where it has no text. */
export function answerText(answer: Answer): string {
  const calls = answer.toolCalls ?? [];
  return answer.text === "" && calls.length > 0 ? JSON.stringify(calls) : answer.text;
}
