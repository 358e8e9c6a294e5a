import type { Json } from "../../prompts/reading/json.ts";
import { parseJson } from "../../prompts/reading/parse-json.ts";

/** Characters looked at in all; a hostile text of opening brackets would take forever otherwise. */
const MOST_STEPS = 20_000_000;

/** The JSON objects and lists that stand in a text, outermost first come, without those inside another. */
export function jsonInText(text: string): readonly Json[] {
  const found: Json[] = [];
  let steps = 0;
  let start = nextOpening(text, 0);
  while (start !== -1 && steps < MOST_STEPS) {
    const end = closingOf(text, start);
    steps += (end ?? text.length) - start;
    const value = end === undefined ? undefined : parseJson(text.slice(start, end));
    if (value !== undefined) found.push(value);
    start = nextOpening(text, value === undefined ? start + 1 : (end ?? text.length));
  }
  return found;
}

function nextOpening(text: string, from: number): number {
  const at = text.slice(from).search(/[[{]/);
  return at === -1 ? -1 : from + at;
}

/** Behind the bracket that closes the one at `start`; brackets inside of strings do not count. */
function closingOf(text: string, start: number): number | undefined {
  let depth = 0;
  let isInString = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (isInString) {
      if (character === "\\") at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}
