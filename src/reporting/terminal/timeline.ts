import { formatDuration } from "../figures.ts";
import { printableLine } from "../printable-text.ts";
import type { Palette } from "./palette.ts";

export type StepState = "done" | "blocked" | "failed" | "held" | "skipped" | "running";

/** A line below a step, with lines below it in turn. */
export interface TimelineNote {
  readonly text: string;
  readonly notes?: readonly TimelineNote[];
}

/** One step of a tour or a long command, as it is told once it is over (or begins, where it is `running`). */
export interface TimelineStep {
  readonly state: StepState;
  readonly title: string;
  /** One line. */
  readonly detail?: string;
  readonly durationMs?: number;
  readonly notes?: readonly TimelineNote[];
}

const TITLE_WIDTH = 34;
const DURATION_WIDTH = 11;
const MAX_LINE = 240;

const SYMBOLS: Readonly<Record<StepState, { readonly symbol: string; readonly colour: keyof Palette }>> = {
  done: { symbol: "✔", colour: "good" },
  blocked: { symbol: "■", colour: "bad" },
  failed: { symbol: "✘", colour: "bad" },
  held: { symbol: "▲", colour: "warn" },
  skipped: { symbol: "–", colour: "faint" },
  running: { symbol: "›", colour: "note" },
};

/** One step with its notes, ready to be printed as it happens; ends with a line feed. */
export function renderStep(step: TimelineStep, palette: Palette): string {
  const { symbol, colour } = SYMBOLS[step.state];
  const title = palette.strong(printableLine(step.title, MAX_LINE).padEnd(TITLE_WIDTH));
  const duration = step.durationMs === undefined ? "" : formatDuration(step.durationMs);
  const detail = printableLine(step.detail ?? "", MAX_LINE);
  const head = `${palette[colour](symbol)} ${title} ${palette.faint(duration.padStart(DURATION_WIDTH))}  ${detail}`;
  return `${[head.trimEnd(), ...noteLines(step.notes ?? [], "  ", palette)].join("\n")}\n`;
}

function noteLines(notes: readonly TimelineNote[], indent: string, palette: Palette): readonly string[] {
  return notes.flatMap((note, index) => {
    const last = index === notes.length - 1;
    const line = `${indent}${palette.faint(last ? "└" : "├")} ${printableLine(note.text, MAX_LINE)}`;
    return [line, ...noteLines(note.notes ?? [], `${indent}${last ? " " : "│"} `, palette)];
  });
}
