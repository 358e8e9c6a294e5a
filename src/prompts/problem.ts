import type { ProblemCode } from "./problem-codes.ts";

export type Severity = "error" | "warning";

/** Where something stands in a file: lines and columns count from 1, columns in UTF-16 units. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something wrong in the user's files: collected, never thrown, all shown in one run. */
export interface Problem extends Place {
  readonly code: ProblemCode;
  readonly severity: Severity;
  /** What was found, without a final full stop. */
  readonly found: string;
  /** What to do about it, one sentence. */
  readonly fix: string;
}

/** `file:line:column: error[code] what was found. What to do.` */
export function renderProblem(problem: Problem): string {
  const where = `${problem.file}:${problem.line}:${problem.column}`;
  return `${where}: ${problem.severity}[${problem.code}] ${problem.found}. ${problem.fix}`;
}

/** Orders by file (C order), line, column and code, so that two runs print the same text. */
export function compareProblems(a: Problem, b: Problem): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.code, b.code);
}

/** Compares by UTF-16 code units, independent of the locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
