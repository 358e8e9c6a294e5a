import { jsonResponse, type ServiceResponse } from "./exchange.ts";

/** What is wrong with one place of an input; `path` is a JSON Pointer (RFC 6901). */
export interface InputFault {
  readonly path: string;
  readonly message: string;
}

interface Refusal {
  readonly status: 400 | 404 | 405 | 410 | 413 | 415 | 429 | 500 | 502 | 503;
  /** Stable, for programs. */
  readonly code: string;
  readonly message: string;
  /** What the caller can do, one sentence. */
  readonly fix: string;
  readonly problems?: readonly InputFault[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that cannot be answered, thrown from wherever that is noticed and turned into a response in one place. */
export class RequestRefused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = "RequestRefused";
    this.refusal = refusal;
  }
}

/** `{"error":{"code","message","fix","problems"?}}` */
export function refusalResponse({ status, code, message, fix, problems, headers }: Refusal): ServiceResponse {
  const error = { code, message, fix, ...(problems === undefined ? {} : { problems }) };
  return jsonResponse(status, { error }, headers);
}
