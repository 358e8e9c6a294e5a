/** Whether lists and objects of a JSON text nest deeper than `levels`; read before parsing, so that no parser recurses. */
export const isNestedDeeper = (text: string, levels: number): boolean =>
  deepBracketOffset(text, levels) !== undefined;

/** Offset in UTF-16 units of the first bracket that opens more than `levels`. */
export function deepBracketOffset(text: string, levels: number): number | undefined {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (isInString) {
      if (character === BACKSLASH) at += 1;
      else if (character === QUOTE) isInString = false;
    } else if (character === QUOTE) isInString = true;
    else if (character === OPEN_BRACKET || character === OPEN_BRACE) {
      depth += 1;
      if (depth > levels) return at;
    } else if (character === CLOSE_BRACKET || character === CLOSE_BRACE) depth -= 1;
  }
  return undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
