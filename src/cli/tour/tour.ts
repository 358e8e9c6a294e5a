import type { JsonObject } from "../../prompts/reading/json.ts";
import type { TimelineNote, TimelineStep } from "../../reporting/terminal/timeline.ts";
import type { CommandProcess } from "./run-command-process.ts";

/** What a step of the tour needs: commands as users start them, and git, all on the same repository. */
export interface TourGround {
  readonly root: string;
  command(name: string, ...flags: readonly string[]): Promise<CommandProcess>;
  git(...args: readonly string[]): string;
  /** Tells a finished step. */
  tell(step: TimelineStep): void;
}

/** A step did not do what it says: the tour ends there, and says what was expected. */
export class TourFailure extends Error {
  readonly step: string;

  constructor(step: string, message: string) {
    super(`${step}: ${message}`);
    this.name = "TourFailure";
    this.step = step;
  }
}

/** Throws `TourFailure` unless the step really did what it says. */
export function expectStep(step: string, isTrue: boolean, wanted: string): void {
  if (!isTrue) throw new TourFailure(step, `expected ${wanted}`);
}

/** What a command said went wrong, for the failure's text. */
export function errorOf({ exit, document }: CommandProcess): string {
  const error = document["error"] as { readonly message?: string } | undefined;
  return `exit ${exit}${error?.message === undefined ? "" : `: ${error.message}`}`;
}

export const note = (text: string, notes: readonly TimelineNote[] = []): TimelineNote =>
  notes.length === 0 ? { text } : { text, notes };

/** The objects of a list in a document; none where there is no list. */
export function listOf(document: JsonObject, key: string): readonly JsonObject[] {
  const value = document[key];
  return Array.isArray(value) ? (value as readonly JsonObject[]) : [];
}
