import { clip, printableLine, visibleText } from "../printable-text.ts";

const ZERO_WIDTH_SPACE = "&#8203;";

const entity = (character: string): string => `&#${character.codePointAt(0)};`;

/** A mention cannot form: GitHub looks for them after entities are read, so that an entity alone does not stop it. */
const unmentioned = (text: string): string => text.replaceAll("&#64;", `&#64;${ZERO_WIDTH_SPACE}`);

/** Foreign text inside a Markdown line or table cell, as code: nothing in it is markup, a mention or a line end. */
export function markdownCode(text: string, length: number): string {
  const line = printableLine(text, length);
  if (line === "") return "";
  return `<code>${unmentioned(line.replaceAll(/[!-/:-@[-`{-~]/g, entity))}</code>`;
}

/** A sentence of ours that may hold foreign names: as `markdownCode`, in the running text. */
export function markdownSentence(text: string, length: number): string {
  return unmentioned(printableLine(text, length).replaceAll(/[&<>|`*_~[\]\\#@!:]/g, entity));
}

/** A sentence of ours whose commands stand between backticks; each command becomes code, the rest plain text. */
export function markdownAdvice(text: string, length: number): string {
  const parts = clip(text, length).split("`");
  return parts
    .map((part, index) => (index % 2 === 1 ? markdownCode(part, length) : spaced(part, length)))
    .join("");
}

function spaced(part: string, length: number): string {
  const [before] = /^ */.exec(part) ?? [""];
  const [after] = part.trim() === "" ? [""] : (/ *$/.exec(part) ?? [""]);
  return `${before}${markdownSentence(part, length)}${after}`;
}

/** Foreign text as a `<pre>` element on one physical line, for tables in HTML: its line breaks are entities. */
export function markdownPre(text: string, length: number): string {
  const escaped = visibleText(clip(text, length)).replaceAll(/[&<>"'@`\]:#\n\t]/g, entity);
  return `<pre>${unmentioned(escaped)}</pre>`;
}

/** The first letter large; a sentence that begins with a name of somebody else's keeps it as it is. */
export const asSentence = (text: string): string =>
  text.replace(/^[a-z](?=[a-z]* )/, (letter) => letter.toUpperCase());
