import type { Problem } from "../../prompts/problem.ts";
import { counted } from "../figures.ts";
import { printableLine } from "../printable-text.ts";
import { groupProblems, type ProblemGroup } from "../problem-groups.ts";
import type { Palette } from "./palette.ts";

const MAX_LINE = 1000;

/** One line a problem, at most 50 a file with `and N more`, and a last line that counts; empty without problems. */
export function renderProblemList(problems: readonly Problem[], palette: Palette): string {
  if (problems.length === 0) return "";
  const lines = groupProblems(problems).flatMap((group) => groupLines(group, palette));
  return `${[...lines, "", countLine(problems)].join("\n")}\n`;
}

/** `2 errors and 1 warning in 2 files.` */
function countLine(problems: readonly Problem[]): string {
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const files = new Set(problems.map((problem) => problem.file)).size;
  const warnings = problems.length - errors;
  return `${counted(errors, "error")} and ${counted(warnings, "warning")} in ${counted(files, "file")}.`;
}

function groupLines(group: ProblemGroup, palette: Palette): readonly string[] {
  const lines = group.shown.map((problem) => problemLine(problem, palette));
  if (group.more === 0) return lines;
  return [...lines, palette.faint(printableLine(`${group.file}: and ${group.more} more`, MAX_LINE))];
}

function problemLine(problem: Problem, palette: Palette): string {
  const { file, line, column, severity, code, found, fix } = problem;
  const colour = severity === "error" ? palette.bad : palette.warn;
  const where = palette.strong(printableLine(`${file}:${line}:${column}`, MAX_LINE));
  return `${where}: ${colour(`${severity}[${code}]`)} ${printableLine(`${found}. ${fix}`, MAX_LINE)}`;
}
