import type { ExampleRow } from "../example-rows.ts";
import { formatCount } from "../figures.ts";
import { clip } from "../printable-text.ts";
import { exampleData } from "./example-data.ts";
import { embeddedJson, escapeHtml } from "./html-text.ts";

const MAX_TAGS = 200;
const MAX_TAG_LENGTH = 60;

interface Filter {
  readonly name: string;
  readonly label: string;
  readonly keeps: (row: ExampleRow) => boolean;
}

const FILTERS: readonly Filter[] = [
  { name: "newly_failing", label: "Newly failing", keeps: (row) => row.change === "newly_failing" },
  { name: "newly_passing", label: "Newly passing", keeps: (row) => row.change === "newly_passing" },
  { name: "worse", label: "Worse", keeps: (row) => row.change === "worse" },
  { name: "better", label: "Better", keeps: (row) => row.change === "better" },
  { name: "failed", label: "Failing", keeps: (row) => row.status === "failed" },
  { name: "error", label: "Not scored", keeps: (row) => row.status === "error" || row.status === "unscored" },
  { name: "all", label: "All", keeps: () => true },
];

/** The examples of a run with filters, search and tags; the rows themselves wait in JSON for the page's script. */
export function exampleExplorer(
  rows: readonly ExampleRow[],
  versions: { readonly candidate: string; readonly baseline: string | null },
): string {
  const counted = FILTERS.map((filter) => ({ ...filter, count: rows.filter(filter.keeps).length }));
  const offered = counted.filter((filter) => filter.count > 0);
  const first = offered[0]?.name ?? "all";
  const shortTags = rows.map((row) => ({ ...row, tags: row.tags.map((tag) => clip(tag, MAX_TAG_LENGTH)) }));
  return `<section class="explorer" data-filter="${first}"><h2>Examples</h2>
<div class="tools">${offered.map(filterButton).join("")}<input type="search" placeholder="Search texts" aria-label="Search texts">${tagSelect(shortTags)}</div>
<div class="rows"></div><button type="button" class="more" hidden>Show more</button>
<noscript><p class="empty">The list of examples needs JavaScript; results.jsonl holds the same rows.</p></noscript>
<script type="application/json">${embeddedJson(exampleData(shortTags, versions))}</script></section>`;
}

function filterButton({ name, label, count }: Filter & { readonly count: number }): string {
  return `<button type="button" data-filter="${name}" aria-pressed="false">${label}<span>${formatCount(count)}</span></button>`;
}

function tagSelect(rows: readonly ExampleRow[]): string {
  const tags = [...new Set(rows.flatMap((row) => row.tags))].sort().slice(0, MAX_TAGS);
  const options = tags
    .map((tag) => `<option value="${escapeHtml(tag)}">${escapeHtml(tag)}</option>`)
    .join("");
  return `<select aria-label="Tag"${tags.length === 0 ? " hidden" : ""}><option value="">All tags</option>${options}</select>`;
}
