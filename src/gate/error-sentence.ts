import type { Result } from "../evaluation/result.ts";
import { compareText } from "../prompts/problem.ts";

const NOT_ASKED = /^not asked: /;
const MOST_NAMED = 3;

/** One error, how often it occurred, and some of the examples that it struck: one more than are named. */
interface Occurrences {
  count: number;
  readonly ids: Set<string>;
}

/**
 * What went wrong most often, in the provider's words, or only its class where those may quote personal data, and with which
 * examples where they are few; nothing where nothing did. The same for any order of arrival.
 */
export function errorSentences(results: Iterable<Result>, isPersonal: boolean): readonly string[] {
  const errors = new Map<string, Occurrences>();
  for (const { id, error } of results) {
    if (error === undefined) continue;
    const message = isPersonal ? error.class : error.message.replace(NOT_ASKED, "");
    const known = errors.get(message) ?? { count: 0, ids: new Set() };
    known.count += 1;
    if (known.ids.size <= MOST_NAMED) known.ids.add(id);
    errors.set(message, known);
  }
  const [most] = [...errors].sort(([a, of], [b, other]) => other.count - of.count || compareText(a, b));
  if (most === undefined) return [];
  const [message, { count, ids }] = most;
  const whose = ids.size > MOST_NAMED ? "" : ` of ${[...ids].sort(compareText).join(", ")}`;
  return [
    errors.size === 1
      ? `the error${whose}: ${message}`
      : `the most frequent error${whose} (${count} times): ${message}`,
  ];
}
