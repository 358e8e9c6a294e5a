import { parseJsonObject } from "../../prompts/reading/parse-json.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";

/** A log as it is, with every line that it once held. */
export interface CompletedLog {
  readonly text: string;
  /** What was put back, in the order of the text. */
  readonly restored: readonly AuditEntry[];
}

interface Line {
  readonly text: string;
  readonly entry: AuditEntry;
}

/**
 * Puts back the lines of an append-only log that an earlier text of it held and that it holds no more. A line comes behind the one
 * that it stood behind, and behind whatever tells another tale of the same step there, so that the original counts. The order of
 * lines is no difference, since a merge may change it; lines that are no entries, as a merge's markers, are not missed.
 */
export function withLostLines(text: string, earlier: readonly string[]): CompletedLog {
  const held = linesOf(text);
  const known = new Set(held);
  const restored = new Set<string>();
  for (const before of earlier.map(entriesOf)) {
    for (const [at, line] of before.entries()) {
      if (known.has(line.text)) continue;
      held.splice(placeOf(held, line, before[at - 1]), 0, line.text);
      known.add(line.text);
      restored.add(line.text);
    }
  }
  if (restored.size === 0) return { text, restored: [] };
  const lines = entriesOf(held.join("\n")).filter((line) => restored.has(line.text));
  return { text: held.map((line) => `${line}\n`).join(""), restored: lines.map(({ entry }) => entry) };
}

/** The index at which a line belongs; the line before it is there already. */
function placeOf(held: readonly string[], line: Line, before: Line | undefined): number {
  let at = before === undefined ? 0 : held.lastIndexOf(before.text) + 1;
  while (at < held.length && isSameStep(entryOf(held[at] ?? ""), line.entry)) at += 1;
  return at;
}

const STEP = ["operation", "phase", "action", "task", "service", "environment"] as const;

const isSameStep = (one: AuditEntry | undefined, other: AuditEntry): boolean =>
  one !== undefined && STEP.every((key) => one[key] === other[key]);

const linesOf = (text: string): string[] => text.split("\n").filter((line) => line !== "");

const entriesOf = (text: string): readonly Line[] =>
  linesOf(text).flatMap((line) => {
    const entry = entryOf(line);
    return entry === undefined ? [] : [{ text: line, entry }];
  });

function entryOf(line: string): AuditEntry | undefined {
  if (!line.startsWith("{")) return undefined;
  const value = parseJsonObject(line);
  return typeof value?.["operation"] === "string" ? (value as unknown as AuditEntry) : undefined;
}
