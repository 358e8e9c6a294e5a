/** A request as plain values; whatever speaks HTTP translates. */
export interface ServiceRequest {
  readonly method: string;
  /** As it was sent: percent signs are not decoded, dots not resolved. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** Header by lower-case name. */
  header(name: string): string | undefined;
  /** The body's text. Throws `RequestRefused` where it is too large. */
  body(): Promise<string>;
  /** Aborts when the client went away or the time is over. */
  readonly signal: AbortSignal;
}

export interface ServiceResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function jsonResponse(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): ServiceResponse {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}
