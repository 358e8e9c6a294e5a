import { differenceExcerpts } from "../difference-excerpt.ts";
import type { ExampleRow } from "../example-rows.ts";
import { onOneLine } from "../readable-json.ts";
import { markdownCode, markdownPre } from "./markdown-text.ts";

const CELL = 110;
const PANE = 700;

/** A Markdown table with input, expectation and answer side by side, one line an example; empty without rows. */
export function exampleTable(heading: string, rows: readonly ExampleRow[]): readonly string[] {
  if (rows.length === 0) return [];
  return [`| ${heading} | Input | Expected | Answer |`, "|---|---|---|---|", ...rows.map(tableRow)];
}

function tableRow(row: ExampleRow): string {
  const [expected, answer] = differenceExcerpts(row.expected, row.answer, CELL);
  const cells = [row.id, onOneLine(row.input), expected, answer];
  return `| ${cells.map((cell) => markdownCode(cell, CELL)).join(" | ")} |`;
}

/** One example in full (as far as a comment goes), as one physical line of HTML. */
export function exampleBlock(row: ExampleRow): string {
  const panes: readonly (readonly [string, string | null])[] = [
    ["Input", row.input],
    ["Expected", row.expected],
    ["Production", row.answerBefore],
    ["Answer", row.answer],
  ];
  const shown = panes.filter(([, text]) => text !== null && text !== "");
  const heads = shown.map(([label]) => `<th align="left">${label}</th>`).join("");
  const cells = shown.map(([, text]) => `<td valign="top">${markdownPre(text ?? "", PANE)}</td>`).join("");
  const why = `${markdownCode(row.id, CELL)} ${markdownCode(row.why, 300)}`;
  return `<p>${why}</p><table><tr>${heads}</tr><tr>${cells}</tr></table>`;
}
