import { isJsonObject } from "../../prompts/reading/json.ts";
import { parseJsonObject } from "../../prompts/reading/parse-json.ts";
import { maskSecrets } from "../mask-secrets.ts";
import type { CallError, ErrorClass } from "../request.ts";
import { parseRetryAfter } from "./retry-after.ts";

const LONGEST_MESSAGE = 300;
const LONGEST_EXCERPT = 200;
const QUOTA_CODES = new Set(["insufficient_quota", "billing_hard_limit_reached", "quota_exceeded"]);
/** No key, no money, no right, no such model, or one that is gone for good: asking on is pointless. */
const FATAL_STATUSES = new Set([401, 402, 403, 404, 410]);

/** A reply whose HTTP status is not 2xx. */
export interface FailedReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface ErrorContext {
  /** Names the provider and the model for people. */
  readonly asked: string;
  /** Never shown. */
  readonly secrets: readonly string[];
  /** Wall clock, milliseconds since 1970. */
  readonly nowMs: number;
}

/** What a reply that is no answer means: who is to blame, what was said, and when to try again. */
export function providerError(reply: FailedReply, context: ErrorContext): CallError {
  const { status, headers } = reply;
  const said = statedError(reply.body);
  const message = describe(reply, said.message, context);
  const errorClass = classOf(status, said.codes);
  const retryAfterMs =
    errorClass === "provider_transient" ? parseRetryAfter(headers["retry-after"], context.nowMs) : undefined;
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  return { ...callError(errorClass, message, context.secrets), status, ...wait };
}

/** A fault without an HTTP status: no connection, or an envelope that makes no sense. */
export function callError(errorClass: ErrorClass, message: string, secrets: readonly string[]): CallError {
  const masked = visible(maskSecrets(message, secrets));
  return { kind: "error", class: errorClass, message: clip(masked, LONGEST_MESSAGE) };
}

/** The start of a body for people: masked, control characters escaped, one line. */
export function excerpt(body: string, secrets: readonly string[]): string {
  if (body.trim() === "") return "an empty body";
  return `"${clip(visible(maskSecrets(body, secrets)), LONGEST_EXCERPT)}"`;
}

const LONGEST_NAME = 120;

/** A model's name as a provider gave it, for people and records: masked, one line, at most 120 characters. */
export function givenName(name: string, secrets: readonly string[]): string {
  return clip(visible(maskSecrets(name, secrets)), LONGEST_NAME).trim();
}

function classOf(status: number, codes: readonly string[]): ErrorClass {
  if (FATAL_STATUSES.has(status)) return "provider_fatal";
  if (status === 429)
    return codes.some((code) => QUOTA_CODES.has(code)) ? "provider_fatal" : "provider_transient";
  if (status >= 500 || status === 408 || status === 409 || status === 425) return "provider_transient";
  return status >= 300 && status < 400 ? "provider_fatal" : "request_rejected";
}

function describe(
  { status, headers, body }: FailedReply,
  said: string | undefined,
  { asked, secrets }: ErrorContext,
): string {
  if (status >= 300 && status < 400)
    return `${asked} answered ${status}, a redirect to ${hostOf(headers["location"])}, which is not followed`;
  return `${asked} answered ${status}: ${said ?? excerpt(body, secrets)}`;
}

function hostOf(location: string | undefined): string {
  return location !== undefined && URL.canParse(location) ? new URL(location).host : "an unnamed place";
}

interface StatedError {
  readonly message: string | undefined;
  readonly codes: readonly string[];
}

/** OpenAI's `{"error": {"message", "code", "type"}}`, and the variants `{"error": text}` and `{"message"}`. */
function statedError(body: string): StatedError {
  const value = parseJsonObject(body);
  if (value === undefined) return { message: undefined, codes: [] };
  const { error } = value;
  const stated = isJsonObject(error) ? error : value;
  const { message, code, type } = stated;
  const text = typeof error === "string" ? error : message;
  const codes = [code, type].filter((word) => typeof word === "string");
  return { message: typeof text === "string" ? text : undefined, codes };
}

/** Control, direction and line characters escaped, so that a message can neither break a line nor hide in one. */
function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Never leaves half a character behind. */
function clip(text: string, length: number): string {
  return text.slice(0, length).toWellFormed();
}
