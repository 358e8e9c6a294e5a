import { clip, printableLine, visibleText } from "../printable-text.ts";

const ZERO_WIDTH_SPACE = "&#8203;";

const entity = (character: string): string => `&#${character.codePointAt(0)};`;

/**
 * What Markdown as GitHub reads it makes something of within a line: elements, emphasis, links, tables, formulas, mentions, emoji
 * (`:name:`), addresses (`name:` and `www.`). An underscore within a word is a letter, and so is a colon before a blank.
 */
const ALIVE = /[&<>|`*~[\]\\#@$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?! )|(?<=\bwww)\./gi;

/** A mention cannot form: GitHub looks for them after entities are read, so that an entity alone does not stop it. */
const unmentioned = (text: string): string => text.replaceAll("&#64;", `&#64;${ZERO_WIDTH_SPACE}`);

/** Nor can a reference to an issue, `#7` or `GH-7`, which GitHub looks for everywhere but in code. */
const unreferenced = (text: string): string =>
  text
    .replaceAll("&#35;", `&#35;${ZERO_WIDTH_SPACE}`)
    .replaceAll(/\b(gh)-(?=\d)/gi, `$1${ZERO_WIDTH_SPACE}-`);

/** Foreign text inside a Markdown line or table cell, as code: nothing in it is markup, a mention or a line end. */
export function markdownCode(text: string, length: number): string {
  const line = printableLine(text, length);
  if (line === "") return "";
  return `<code>${unmentioned(line.replaceAll(ALIVE, entity))}</code>`;
}

/** A sentence of ours that may hold foreign names: as `markdownCode`, in the running text. */
export function markdownSentence(text: string, length: number): string {
  return unreferenced(unmentioned(printableLine(text, length).replaceAll(ALIVE, entity)));
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

/** What is alive where Markdown is not read any more, and what a log would read as a command of the runner. */
const ALIVE_IN_HTML = /[&<>`]|:(?=:)|\](?=\()/g;

/** Foreign text as code within an HTML block, where Markdown is not read, on one physical line: line ends are entities, since GitHub hides `<br>` in code. */
export function markdownLines(text: string, length: number): string {
  const lines = visibleText(clip(text, length)).replaceAll("##[", "## [").split("\n");
  const escaped = lines.map((line) =>
    line.trim().replaceAll("\t", " ").replaceAll(ALIVE_IN_HTML, entity).replaceAll("@", "&#64;"),
  );
  return `<code>${unmentioned(escaped.join("&#10;"))}</code>`;
}

/** The first letter large; a sentence that begins with a name of somebody else's keeps it as it is. */
export const asSentence = (text: string): string =>
  text.replace(/^[a-z](?=[a-z]* )/, (letter) => letter.toUpperCase());
