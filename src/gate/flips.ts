import { exampleGroups } from "../evaluation/example-groups.ts";
import type { Result } from "../evaluation/result.ts";
import { type Counting, countingResults } from "../evaluation/scoring/counted-results.ts";
import { outcomeOf, passes } from "../evaluation/scoring/example-outcome.ts";
import { examplesText } from "./figures.ts";

const MOST_NAMED = 3;

/** How often one example passed, where it did not do the same every time. */
interface Flip {
  readonly id: string;
  readonly passed: number;
  readonly asked: number;
}

/**
 * Tells the author which examples answer now this, now that: by their repeats, else by the runs, each of which is a round.
 * Examples with a rule of their own are known to. None where nothing was asked twice.
 */
export function flipSentence(rounds: readonly (readonly Result[])[], counting: Counting): readonly string[] {
  if (!wasAskedTwice(rounds.filter((rows) => rows.length > 0))) return [];
  const known = new Set(counting.examples.filter(({ flaky }) => flaky !== undefined).map(({ id }) => id));
  const rows = countingResults(rounds.flat(), counting).filter(({ id }) => !known.has(id));
  const flips = [...exampleGroups(rows)].flatMap(([id, own]) => flipOf(id, own, counting.metric) ?? []);
  if (flips.length === 0) return [];
  const named = flips
    .slice(0, MOST_NAMED)
    .map(({ id, passed, asked }) => `${id} passed ${passed} of ${asked}`);
  const more = flips.length > MOST_NAMED ? ` and ${flips.length - MOST_NAMED} more` : "";
  return [
    `flaky: ${examplesText(flips.length)} did not answer the same every time (${named.join(", ")}${more}); mend them, or declare them flaky`,
  ];
}

const wasAskedTwice = (rounds: readonly (readonly Result[])[]): boolean =>
  rounds.length > 1 || rounds.some((rows) => rows.some(({ repeat }) => repeat > 1));

function flipOf(id: string, rows: readonly Result[], metric: string): Flip | undefined {
  const scored = rows.filter((row) => outcomeOf([row], metric).value !== null);
  const passed = scored.filter((row) => passes(row, metric)).length;
  return passed === 0 || passed === scored.length ? undefined : { id, passed, asked: scored.length };
}
