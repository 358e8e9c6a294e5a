import { isJsonObject, type Json, type JsonObject } from "../prompts/reading/json.ts";
import { parseJsonObject } from "../prompts/reading/parse-json.ts";
import type { JudgeSpend } from "./judging/judge.ts";
import type { ErrorClass, FinishReason, Usage } from "./request.ts";
import type { Result, ResultError, Score } from "./result.ts";

/** One line of `results.jsonl`, without the line feed, to the letter of the contract; `model` is said where it is known. */
export function renderResultLine(result: Result): string {
  const {
    id,
    repeat,
    output,
    scores,
    error,
    usage,
    costUsd,
    latencyMs,
    cached,
    finishReason,
    answeredAs,
    judging,
  } = result;
  return JSON.stringify({
    id,
    repeat,
    output,
    scores: scores.map(renderScore),
    ...(error === undefined ? {} : { error }),
    usage,
    cost_usd: costUsd,
    latency_ms: latencyMs,
    cached,
    finish_reason: finishReason,
    ...(answeredAs === undefined ? {} : { model: answeredAs }),
    ...(judging === undefined ? {} : { judging }),
  });
}

function renderScore(score: Score): JsonObject {
  const { scorer, why } = score;
  if (score.kind === "unscored") return { scorer, unscored: true, why };
  const { value, passed, counts } = score;
  return { scorer, value, passed, why, ...(counts === undefined ? {} : { counts }) };
}

/** The row of a line that `renderResultLine` wrote; undefined for anything else, a line that was cut off included. */
export function parseResultLine(line: string): Result | undefined {
  const row: Readonly<Record<string, Field>> | undefined = parseJsonObject(line);
  if (row === undefined) return undefined;
  const {
    id,
    repeat,
    output,
    scores,
    error,
    usage,
    cost_usd,
    latency_ms,
    cached,
    finish_reason,
    model,
    judging,
  } = row;
  const known =
    typeof id === "string" &&
    Number.isSafeInteger(repeat) &&
    isTextOrNull(output) &&
    Array.isArray(scores) &&
    scores.every(isScore) &&
    (error === undefined || isError(error)) &&
    (usage === null || isUsage(usage)) &&
    isAmountOrNull(cost_usd) &&
    isAmountOrNull(latency_ms) &&
    typeof cached === "boolean" &&
    (finish_reason === null || isFinishReason(finish_reason)) &&
    (model === undefined || typeof model === "string") &&
    (judging === undefined || isSpend(judging));
  if (!known) return undefined;
  return {
    id,
    repeat: Number(repeat),
    output,
    scores: scores.map(readScore),
    ...(error === undefined ? {} : { error }),
    usage,
    costUsd: cost_usd,
    latencyMs: latency_ms,
    cached,
    finishReason: finish_reason,
    ...(model === undefined ? {} : { answeredAs: model }),
    ...(judging === undefined ? {} : { judging }),
  };
}

type Field = Json | undefined;

const isTextOrNull = (value: Field): value is string | null => value === null || typeof value === "string";

const isAmountOrNull = (value: Field): value is number | null =>
  value === null || (typeof value === "number" && value >= 0);

function isScore(value: Json): value is JsonObject {
  if (!isJsonObject(value)) return false;
  const { scorer, why, unscored, value: figure, passed, counts } = value;
  if (typeof scorer !== "string" || typeof why !== "string") return false;
  if (unscored === true) return true;
  const inBounds = typeof figure === "number" && figure >= 0 && figure <= 1;
  return inBounds && typeof passed === "boolean" && (counts === undefined || isCounts(counts));
}

function isCounts(value: Json): value is Readonly<Record<string, number>> {
  return (
    isJsonObject(value) && Object.values(value).every((count) => typeof count === "number" && count >= 0)
  );
}

function readScore(row: JsonObject): Score {
  const { scorer, why, unscored, value, passed, counts = {} } = row;
  const named = { scorer: String(scorer), why: String(why) };
  if (unscored === true) return { kind: "unscored", ...named };
  const scored = { kind: "scored" as const, ...named, value: Number(value), passed: passed === true };
  return Object.hasOwn(row, "counts") && isCounts(counts) ? { ...scored, counts } : scored;
}

const ERROR_CLASSES: Readonly<Record<ErrorClass, true>> = {
  provider_transient: true,
  provider_fatal: true,
  request_rejected: true,
  malformed_response: true,
  harness: true,
};

function isError(value: Json): value is JsonObject & ResultError {
  if (!isJsonObject(value)) return false;
  const { class: errorClass, message, status } = value;
  const isClass = typeof errorClass === "string" && Object.hasOwn(ERROR_CLASSES, errorClass);
  return isClass && typeof message === "string" && (status === undefined || typeof status === "number");
}

function isSpend(value: Field): value is JsonObject & JudgeSpend {
  return isUsage(value) && isAmountOrNull((value as JsonObject)["usd"]);
}

function isUsage(value: Field): value is JsonObject & Usage {
  return (
    isJsonObject(value) && typeof value["tokens_in"] === "number" && typeof value["tokens_out"] === "number"
  );
}

const FINISH_REASONS: Readonly<Record<FinishReason, true>> = {
  stop: true,
  length: true,
  content_filter: true,
  tool_calls: true,
  refusal: true,
  unknown: true,
};

export function isFinishReason(value: unknown): value is FinishReason {
  return typeof value === "string" && Object.hasOwn(FINISH_REASONS, value);
}
