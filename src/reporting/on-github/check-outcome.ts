import { exitCodeOf } from "../../gate/exit-code.ts";
import { EXIT, type ExitCode, worstExit } from "../../prompts/exit-code.ts";
import type { Problem } from "../../prompts/problem.ts";
import { counted } from "../figures.ts";
import { mayPromote } from "../may-promote.ts";
import { mergeFate } from "../merge-fate.ts";
import type { ReportedRun } from "../reported-run.ts";
import { isSmoke } from "../run-headline.ts";
import { verdictWords } from "../verdict-words.ts";
import { worstFirst } from "../worst-first.ts";

/** A task that could not be evaluated here, and why, as a sentence's end. */
export interface WaitingTask {
  readonly task: string;
  readonly why: string;
}

/** All that the check of one pull request found. */
export interface CheckSituation {
  readonly problems: readonly Problem[];
  readonly runs: readonly ReportedRun[];
  /** Planned tasks of which no result arrived. */
  readonly missing: readonly string[];
  /** Tasks that need a key which this run may not have. */
  readonly waiting: readonly WaitingTask[];
}

export interface CheckOutcome {
  readonly conclusion: "success" | "failure" | "neutral" | "action_required";
  /** One line, our own words. */
  readonly title: string;
  /** 0 only where merging is fine. */
  readonly exit: ExitCode;
}

/**
 * What the check says as a whole, the gravest first: files that cannot be used, a verdict that blocks, results that never
 * arrived, tasks that wait for a maintainer. Only evaluated and passed is green.
 */
export function checkOutcome({ problems, runs, missing, waiting }: CheckSituation): CheckOutcome {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const open = runs.filter((run) => !mayPromote(run));
  const [worst] = worstFirst(open);
  const exit = worstExit([
    ...(errors > 0 ? [EXIT.invalidContent] : []),
    ...open.map(({ report }) => exitCodeOf(report.verdict)),
    ...(missing.length + waiting.length > 0 ? [EXIT.unclear] : []),
  ]);
  if (errors > 0)
    return { conclusion: "failure", title: `Blocked: ${counted(errors, "problem")} in the files`, exit };
  if (worst !== undefined) return verdictOutcome(worst, exit);
  if (missing.length > 0)
    return { conclusion: "action_required", title: "Could not test - not your fault", exit };
  if (waiting.length > 0) return { conclusion: "neutral", title: "Checked, not evaluated", exit };
  return { conclusion: "success", title: greenTitle(runs), exit };
}

function greenTitle(runs: readonly ReportedRun[]): string {
  if (runs.length === 0) return "No prompt changed";
  const limits = [
    ...(runs.some((run) => mergeFate(run) === "kept_out") ? ["stays out of production"] : []),
    ...(runs.some((run) => mergeFate(run) === "waits") ? ["promotion waits for a recorded reason"] : []),
    ...(runs.some(({ report }) => report.verdict !== "pass") ? ["an owner accepted a drop"] : []),
    ...(runs.some(isSmoke) ? ["smoke run only"] : []),
  ];
  return [verdictWords("pass"), ...limits].join(", ");
}

function verdictOutcome({ report, cause }: ReportedRun, exit: ExitCode): CheckOutcome {
  const isOpen = report.verdict === "inconclusive" || report.verdict === "drift";
  return {
    conclusion: isOpen ? "action_required" : "failure",
    title: verdictWords(report.verdict, cause),
    exit,
  };
}
