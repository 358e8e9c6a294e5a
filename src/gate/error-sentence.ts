import type { Result } from "../evaluation/result.ts";
import { compareText } from "../prompts/problem.ts";

const NOT_ASKED = /^not asked: /;

/**
 * What went wrong most often, in the provider's words, or only its class where those may quote personal data; nothing where
 * nothing did. The same for any order of arrival.
 */
export function errorSentences(results: Iterable<Result>, isPersonal: boolean): readonly string[] {
  const counts = new Map<string, number>();
  for (const { error } of results) {
    if (error === undefined) continue;
    const message = isPersonal ? error.class : error.message.replace(NOT_ASKED, "");
    counts.set(message, (counts.get(message) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([a, of], [b, other]) => other - of || compareText(a, b));
  if (most === undefined) return [];
  const [message, count] = most;
  return [
    counts.size === 1 ? `the error: ${message}` : `the most frequent error (${count} times): ${message}`,
  ];
}
