import type { Problem } from "../problem.ts";

/** What is wrong with one row of a CSV file; `line` is where the row begins, from 1. */
export const csvProblem = (file: string, line: number, found: string, fix: string): Problem => ({
  file,
  line,
  column: 1,
  code: "csv-syntax",
  severity: "error",
  found,
  fix,
});
