import type { ExampleRow } from "../example-rows.ts";
import { clip, visibleText } from "../printable-text.ts";
import { diffText, type Ranges } from "./text-diff.ts";

/** One row as the page's script reads it; short names, since there may be thousands. */
export interface ExampleDatum {
  readonly id: string;
  readonly status: string;
  readonly change: string;
  readonly value: number | null;
  readonly before: number | null;
  readonly why: string;
  readonly tags: readonly string[];
  readonly panes: readonly Pane[];
}

export interface Pane {
  readonly label: string;
  readonly text: string;
  /** What the other pane of the comparison does not have. */
  readonly only?: Ranges;
}

const TEXT_BUDGET = 16_000_000;
const LONGEST = 4000;
const SHORTEST = 200;

/** Rows with their texts cut so that any number of them stays a page that a browser opens; versions label the panes. */
export function exampleData(
  rows: readonly ExampleRow[],
  versions: { readonly candidate: string; readonly baseline: string | null },
): readonly ExampleDatum[] {
  const length = Math.max(SHORTEST, Math.min(LONGEST, Math.floor(TEXT_BUDGET / (rows.length * 4 + 1))));
  const cut = (text: string | null): string | null =>
    text === null ? null : visibleText(clip(text, length));
  return rows.map((row) => ({
    id: cut(row.id) ?? "",
    status: row.status,
    change: row.change,
    value: row.value,
    before: row.valueBefore,
    why: visibleText(clip(row.why, 400)),
    tags: row.tags,
    panes: panesOf(
      {
        ...row,
        input: cut(row.input) ?? "",
        expected: cut(row.expected),
        answer: cut(row.answer),
        answerBefore: cut(row.answerBefore),
      },
      versions,
    ),
  }));
}

function panesOf(
  row: ExampleRow,
  versions: { readonly candidate: string; readonly baseline: string | null },
): readonly Pane[] {
  const againstProduction = row.change.startsWith("newly_") && row.answerBefore !== null;
  const other = againstProduction ? row.answerBefore : row.expected;
  const diff = row.change === "same" && row.status === "passed" ? null : differenceOf(other, row.answer);
  return [
    pane("Input", row.input),
    pane("Expected", row.expected, againstProduction ? undefined : diff?.left),
    pane(
      `Production ${versions.baseline ?? ""}`.trim(),
      row.answerBefore,
      againstProduction ? diff?.left : undefined,
    ),
    pane(`Answer of ${versions.candidate}`, row.answer, diff?.right),
  ].filter((one) => one !== undefined);
}

function differenceOf(left: string | null, right: string | null): ReturnType<typeof diffText> | null {
  return left === null || right === null ? null : diffText(left, right);
}

function pane(label: string, text: string | null, only?: Ranges): Pane | undefined {
  if (text === null || text === "") return undefined;
  return only === undefined || only.length === 0 ? { label, text } : { label, text, only };
}
