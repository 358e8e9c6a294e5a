import { mayPromote } from "./may-promote.ts";
import { mergeFate } from "./merge-fate.ts";
import type { ReportedRun } from "./reported-run.ts";
import { type Tone, verdictTone, verdictWords } from "./verdict-words.ts";

/** What stands first about a run: its verdict, and what a reader would take amiss if it came later. */
export interface RunHeadline {
  readonly tone: Tone;
  readonly words: string;
  /** The owner whose word the verdict rests on. */
  readonly by?: string;
}

export function runHeadline(run: ReportedRun): RunHeadline {
  const { report, cause, accepted } = run;
  if (report.verdict !== "pass" && accepted !== undefined && mayPromote(run))
    return { tone: "good", words: "Accepted by", by: accepted.by };
  const tone = verdictTone(report.verdict, cause);
  const words = verdictWords(report.verdict, cause);
  if (mergeFate(run) === "kept_out") return { tone: "warn", words: "Stays out of production" };
  if (mergeFate(run) === "waits") return { tone: "warn", words: "Waits for a recorded reason" };
  return isSmoke(run) ? { tone, words: `${words}, smoke run only` } : { tone, words };
}

/** Passed with so few examples that no regression could have been seen. */
export const isSmoke = ({ report }: ReportedRun): boolean =>
  report.verdict === "pass" && report.detectable_drop === null;
