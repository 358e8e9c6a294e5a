import { visibleText } from "../printable-text.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For element content and quoted attributes. */
export function escapeHtml(text: string): string {
  return visibleText(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** JSON for a `<script type="application/json">`: nothing in it can end the element or open a comment. */
export function embeddedJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, (one) => `\\u${hex(one)}`);
}

const hex = (character: string): string => character.charCodeAt(0).toString(16).padStart(4, "0");

/** A command as `<code>` that breaks between its words alone, never after a hyphen. */
export function commandHtml(command: string): string {
  const words = command.split(" ").map((word) => `<span>${escapeHtml(word)}</span>`);
  return `<code>${words.join(" ")}</code>`;
}

/** A sentence of ours whose commands stand between backticks. */
export function adviceHtml(text: string): string {
  return text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? commandHtml(part) : escapeHtml(part)))
    .join("");
}
