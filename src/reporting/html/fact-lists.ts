import { escapeHtml } from "./html-text.ts";

export interface Fact {
  readonly term: string;
  readonly value: string;
  readonly detail: string;
}

/** Large figures in a grid of hairlines. */
export function factGrid(facts: readonly Fact[]): string {
  const cells = facts.map(
    ({ term, value, detail }) =>
      `<div><dt>${escapeHtml(term)}</dt><dd>${escapeHtml(value)}<small>${escapeHtml(detail)}</small></dd></div>`,
  );
  return `<dl class="facts">${cells.join("")}</dl>`;
}

/** A titled list of names and values in two columns; `exact` values are identifiers, set in a fixed width. */
export function pairList(
  title: string,
  pairs: readonly (readonly [string, string])[],
  kind: "figures" | "exact" = "figures",
): string {
  const items = pairs.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`);
  return `<section><h2>${escapeHtml(title)}</h2><dl class="pairs ${kind}">${items.join("")}</dl></section>`;
}
