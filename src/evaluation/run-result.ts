import type { JudgeSpend } from "./judging/judge.ts";
import type { Answer, CallError } from "./request.ts";
import type { Result, ResultError, Score } from "./result.ts";
import type { Outcome } from "./running/run.ts";

/** How an answer was judged: scores, or the harness error that kept it from being scored. */
export interface Judged {
  readonly scores: readonly Score[];
  readonly error?: ResultError;
  readonly judging?: JudgeSpend;
}

/** The row of one unit. A cached answer has no latency and no cost of this run. */
export function runResult(id: string, repeat: number, outcome: Outcome, judged: Judged): Result {
  const { reply, cached, costUsd } = outcome;
  if (reply.kind === "error") return errorResult(id, repeat, reply);
  return {
    id,
    repeat,
    output: shownOutput(reply),
    scores: judged.error === undefined ? judged.scores : [],
    ...(judged.error === undefined ? {} : { error: judged.error }),
    usage: reply.usage ?? null,
    costUsd,
    latencyMs: cached ? null : reply.latencyMs,
    cached,
    finishReason: reply.finishReason,
    ...(reply.model === undefined ? {} : { answeredAs: reply.model }),
    ...(judged.judging === undefined ? {} : { judging: judged.judging }),
  };
}

/** The outcome that a row without scores was made of; undefined where it was no answer. */
export function outcomeBefore(row: Result): Outcome | undefined {
  const { output, finishReason, usage, answeredAs, latencyMs, cached, costUsd } = row;
  if (output === null) return undefined;
  const reply: Answer = {
    kind: "answer",
    text: output,
    finishReason: finishReason ?? "unknown",
    ...(usage === null ? {} : { usage }),
    ...(answeredAs === undefined ? {} : { model: answeredAs }),
    latencyMs: latencyMs ?? 0,
  };
  return { reply, cached, costUsd };
}

/** The text; the calls as JSON where a model answered with tool calls alone. */
function shownOutput(answer: Answer): string {
  return answer.text === "" && answer.toolCalls !== undefined
    ? JSON.stringify(answer.toolCalls)
    : answer.text;
}

function errorResult(id: string, repeat: number, reply: CallError): Result {
  const { class: errorClass, message, status } = reply;
  return {
    id,
    repeat,
    output: null,
    scores: [],
    error: { class: errorClass, message, ...(status === undefined ? {} : { status }) },
    usage: null,
    costUsd: null,
    latencyMs: null,
    cached: false,
    finishReason: null,
  };
}

/** Money ran out at the provider, which is nobody's prompt: 402, or a 429 that waiting does not help. */
export function isQuotaError(error: ResultError): boolean {
  return error.class === "provider_fatal" && (error.status === 429 || error.status === 402);
}

/** Whether a resumed run may keep the row: it was answered, or the provider will refuse this very request again. */
export function isSettled(result: Result): boolean {
  return result.error === undefined || result.error.class === "request_rejected";
}
