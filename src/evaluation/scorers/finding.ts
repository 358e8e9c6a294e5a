import type { Finding } from "../scoring/scorer.ts";

/** A finding of all or nothing. */
export function binaryFinding(holds: boolean, why: string): Finding {
  return { value: holds ? 1 : 0, why };
}

/** A value as one quoted line of at most `limit` UTF-16 units, for a person to read. */
export function quote(value: unknown, limit = 80): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/** Up to three of many, so that a reason stays one line. */
export function firstFew(parts: readonly string[]): string {
  const more = parts.length - 3;
  return more > 0 ? `${parts.slice(0, 3).join("; ")}; and ${more} more` : parts.join("; ");
}
