import { parseRetryAfter } from "../../../evaluation/running/retry-after.ts";
import { isJsonObject } from "../../../prompts/reading/json.ts";

const MOST_ATTEMPTS = 4;
const FIRST_WAIT_MS = 500;
/** A limit that lifts later than this is said instead of waited for: a job's minutes cost too. */
const LONGEST_WAIT_MS = 60_000;

/** Asking again may not do the same thing twice. */
const REPEATABLE = ["GET", "HEAD", "PUT", "PATCH", "DELETE"];

/** Comes back after so many milliseconds. */
export type Wait = (ms: number) => Promise<unknown>;

/**
 * Asks again, at most three times, after 429, a secondary limit, and, where the request may be repeated, after 5xx and a lost
 * connection: a POST may have arrived. Waits as `Retry-After` says, else 0.5, 1 and 2 s. https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
export async function retried<T>(method: string, work: () => Promise<T>, wait: Wait): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const waitMs = attempt < MOST_ATTEMPTS ? waitAfter(method, error, attempt) : undefined;
      if (waitMs === undefined) throw error;
      await wait(waitMs);
    }
  }
}

/** Undefined where asking again is of no use, or not safe. */
function waitAfter(method: string, error: unknown, attempt: number): number | undefined {
  const { status, headers } = refusalIn(error);
  const limitMs = parseRetryAfter(headers["retry-after"], Date.now()) ?? resetMs(headers);
  const isLimited = status === 429 || (status === 403 && limitMs !== undefined);
  const isLost = status === undefined || status >= 500;
  if (!isLimited && !(isLost && REPEATABLE.includes(method.toUpperCase()))) return undefined;
  const waitMs = Math.max(limitMs ?? 0, FIRST_WAIT_MS * 2 ** (attempt - 1));
  return waitMs <= LONGEST_WAIT_MS ? waitMs : undefined;
}

/** Of a limit that is used up, until the moment at which GitHub counts anew. */
function resetMs(headers: Readonly<Record<string, string>>): number | undefined {
  const reset = Number(headers["x-ratelimit-reset"]);
  if (headers["x-ratelimit-remaining"] !== "0" || !Number.isFinite(reset)) return undefined;
  return Math.max(0, reset * 1000 - Date.now());
}

interface Refusal {
  /** Undefined where no answer came; octokit gives such errors the status 500, and no response. */
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

function refusalIn(error: unknown): Refusal {
  if (typeof error !== "object" || error === null) return { status: undefined, headers: {} };
  const status = "status" in error && typeof error.status === "number" ? error.status : undefined;
  const response = "response" in error && isJsonObject(error.response) ? error.response : {};
  const found = isJsonObject(response["headers"]) ? response["headers"] : {};
  const headers = Object.entries(found).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  return { status, headers: Object.fromEntries(headers) };
}
