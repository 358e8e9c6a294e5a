import { differingLines } from "../differing-lines.ts";
import { type ExampleRow, WITHHELD } from "../example-rows.ts";
import { counted } from "../figures.ts";
import { onOneLine } from "../readable-json.ts";
import { markdownCode, markdownLines } from "./markdown-text.ts";
import { sizeOf, takeWithin } from "./text-budget.ts";

const ID = 40;
const GIST = 46;
const WHY = 80;
const INPUT = 300;
const REASON = 220;
const PANE = 260;
const PANE_LINES = 7;
/** Characters of ids beside each other: one line. */
const IDS = 70;

/**
 * The first examples as a Markdown table, one or two lines each: what was asked and what was wrong with the answer; where none is to be
 * shown, and of personal data, one line with ids alone. Empty without rows.
 */
export function exampleTable(heading: string, rows: readonly ExampleRow[], shown: number): readonly string[] {
  if (rows.length === 0) return [];
  if (rows.every(({ input }) => input === WITHHELD))
    return [idLine(heading, rows, ", personal data, so ids alone")];
  if (shown === 0) return [idLine(heading, rows, "")];
  return [
    `| ${heading}: ${rows.length} | Input | What is wrong |`,
    "|---|---|---|",
    ...rows.slice(0, shown).map(tableRow),
  ];
}

function idLine(heading: string, rows: readonly ExampleRow[], about: string): string {
  let left = IDS;
  const fitting = rows.filter(({ id }, at) => {
    left -= Math.min(id.length, ID);
    return left >= 0 || at === 0;
  });
  const ids = fitting.map(({ id }) => markdownCode(id, ID));
  const more = rows.length - ids.length;
  return `**${heading}: ${rows.length}**${about}: ${ids.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

const tableRow = ({ id, gist, why }: ExampleRow): string =>
  `| ${markdownCode(id, ID)} | ${markdownCode(gist, GIST)} | ${markdownCode(faultOf(why), WHY)} |`;

/** The first scorer's name says nothing where there is no room for a second one. */
const faultOf = (why: string): string => why.replace(/^[a-z_]+: /, "");

/** Examples as one HTML table within a number of bytes: reason and input above, expectation and both answers side by side below. */
export function exampleFold(summary: string, rows: readonly ExampleRow[], bytes: number): string {
  if (rows.length === 0 || rows.every(({ input }) => input === WITHHELD)) return "";
  const more = (count: number): string =>
    count === 0 ? "" : `<p>and ${counted(count, "more example")}; the full report has all of them.</p>\n`;
  const [open, close] = [`<details><summary>${summary}</summary>\n\n<table>`, "</table>\n"];
  const end = "\n</details>";
  const frame = sizeOf([open, close, more(rows.length), end].join("\n"));
  const blocks = takeWithin(lazily(rows), bytes - frame);
  if (blocks.length === 0) return "";
  return `${[open, ...blocks, close].join("\n")}${more(rows.length - blocks.length)}${end}`;
}

function* lazily(rows: readonly ExampleRow[]): Iterable<string> {
  for (const row of rows) yield exampleBlock(row);
}

/** Two rows of the table. */
function exampleBlock(row: ExampleRow): string {
  const panes: readonly (readonly [string, string | null])[] = [
    ["Expected", row.expected],
    ["Production's answer", row.answerBefore],
    ["New answer", row.answer],
  ];
  const shown = panes.flatMap(([label, text]) =>
    text === null || text === "" ? [] : [[label, text] as const],
  );
  const texts = differingLines(shown.map(([, text]) => text)).map(paneText);
  const width = Math.floor(100 / Math.max(1, shown.length));
  const cells = shown.map(([label], at) => {
    const span = at === shown.length - 1 ? ` colspan="${panes.length - at}"` : "";
    return `<td valign="top" width="${width}%"${span}><b>${label}</b><br>${markdownLines(texts[at] ?? "", PANE)}</td>`;
  });
  const head = `<b>${markdownLines(row.id, ID)}</b> ${markdownLines(onOneLine(row.why), REASON)}`;
  const input = `<br>Input: ${markdownLines(onOneLine(row.input), INPUT)}`;
  return `<tr><td colspan="${panes.length}">${head}${row.input === "" ? "" : input}</td></tr><tr>${cells.join("")}</tr>`;
}

/** Lines that only open or close an object or a list tell nothing beside their content. */
const BARE = /^\s*("[^"]*": )?[[{\]}]+,?$/;

function paneText(text: string): string {
  const lines = text.split("\n");
  const full = lines.length > 1 ? lines.filter((line) => !BARE.test(line)) : lines;
  return full.length > PANE_LINES ? `${full.slice(0, PANE_LINES).join("\n")}\n…` : full.join("\n");
}
