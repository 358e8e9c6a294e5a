import { compareProblems, type Problem } from "../prompts/problem.ts";

const MAX_PROBLEMS_A_FILE = 50;

/** What is shown of one file: its first 50 problems, and how many more there are. */
export interface ProblemGroup {
  readonly file: string;
  readonly shown: readonly Problem[];
  readonly more: number;
}

/** Sorted by file, line and column. */
export function groupProblems(problems: readonly Problem[]): readonly ProblemGroup[] {
  const files = new Map<string, Problem[]>();
  for (const problem of [...problems].sort(compareProblems)) {
    const group = files.get(problem.file);
    if (group === undefined) files.set(problem.file, [problem]);
    else group.push(problem);
  }
  return [...files].map(([file, all]) => ({
    file,
    shown: all.slice(0, MAX_PROBLEMS_A_FILE),
    more: Math.max(0, all.length - MAX_PROBLEMS_A_FILE),
  }));
}
