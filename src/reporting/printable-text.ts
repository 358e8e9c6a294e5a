/** Controls, characters that reorder or hide text, and other line ends; joiners inside words and emoji stay. */
const UNPRINTABLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const escaped = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** Text of several lines in which nothing is hidden: only line feeds and tabs keep their effect. */
export function visibleText(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll(UNPRINTABLE, (one) => (one === "\n" || one === "\t" ? one : escaped(one)));
}

/** At most `length` UTF-16 units, an ellipsis included; never half of a surrogate pair. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = length - 1;
  const splitsPair = (text.charCodeAt(end - 1) & 0xfc00) === 0xd800;
  return `${text.slice(0, splitsPair ? end - 1 : end)}…`;
}

/**
 * One line that may be printed in any terminal or workflow log: terminal escapes and characters that reorder or hide
 * text become visible, and nothing in it is read as a workflow command of GitHub (`::name::` where a line starts,
 * `##[name]` anywhere).
 */
export function printableLine(text: string, length: number): string {
  const oneLine = visibleText(clip(text, length)).replaceAll("\n", "⏎").replaceAll("\t", " ").trim();
  return oneLine.replaceAll("##[", "## [").replace(/^::/, "\\::");
}
