import type { Problem } from "../../prompts/problem.ts";
import { groupProblems } from "../problem-groups.ts";

/**
 * Workflow commands that GitHub turns into annotations, one line a problem. Nothing in a problem's texts can end the
 * command or start another one
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands).
 */
export function renderAnnotations(problems: readonly Problem[]): string {
  const lines = groupProblems(problems).flatMap((group) => [
    ...group.shown.map(annotation),
    ...(group.more === 0 ? [] : [`::notice file=${property(group.file)}::and ${group.more} more`]),
  ]);
  return lines.map((line) => `${line}\n`).join("");
}

function annotation({ severity, file, line, column, code, found, fix }: Problem): string {
  const place = `file=${property(file)},line=${line},col=${column},title=${property(code)}`;
  return `::${severity} ${place}::${data(`${found}. ${fix}`)}`;
}

const data = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll("##[", "## [");

const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
