import { clip } from "../printable-text.ts";
import { escapeHtml } from "./html-text.ts";

const MAX_CELL = 300;

/** A table of texts that scrolls by itself where the page is narrower. */
export function htmlTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((text) => `<th>${escapeHtml(text)}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map((text) => `<td>${cellText(text)}</td>`).join("")}</tr>`);
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}

const cellText = (text: string): string => escapeHtml(clip(text, MAX_CELL));
