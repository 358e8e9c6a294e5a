/**
 * Milliseconds that `Retry-After` asks for, as seconds or as an HTTP date; undefined for a past date, a negative number and
 * anything else. `nowMs` is the wall clock since 1970. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return finite(Number(text) * 1000);
  if (!/^[A-Za-z]{3,9},? /.test(text)) return undefined;
  const wait = Date.parse(text) - nowMs;
  return wait > 0 ? finite(wait) : undefined;
}

function finite(milliseconds: number): number | undefined {
  return Number.isFinite(milliseconds) ? milliseconds : undefined;
}
