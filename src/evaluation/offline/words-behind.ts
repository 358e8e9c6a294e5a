import type { Candidate } from "./candidates.ts";
import type { ReadableText } from "./readable-text.ts";
import type { Span } from "./word-borders.ts";

/** The weak guess for a text of any shape: the word behind each mention of its name. */
export function wordsBehind(mentions: readonly Span[], text: ReadableText): readonly Candidate[] {
  return mentions.flatMap((mention): Candidate[] => {
    const match = /^[ \t:=]*([^\s,;]+)/u.exec(text.raw.slice(mention.end));
    const word = match?.[1];
    if (match === null || word === undefined) return [];
    const end = mention.end + match[0].length;
    return [{ kind: "shape", value: word, start: end - word.length, end }];
  });
}
