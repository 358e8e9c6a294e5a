import type { HostAnnotation } from "../../lifecycle/code-host.ts";
import type { Problem } from "../../prompts/problem.ts";
import { changedExamples } from "../changed-examples.ts";
import type { ExampleRow } from "../example-rows.ts";
import { clip, printableLine, visibleText } from "../printable-text.ts";
import type { ReportedRun } from "../reported-run.ts";
import { verdictWords } from "../verdict-words.ts";

/** Where a task's texts stand. */
export interface AnnotatedPlaces {
  readonly template: string;
  /** By example id. */
  readonly examples: ReadonlyMap<string, { readonly path: string; readonly line: number }>;
}

/** More help nobody: GitHub shows them one below the other. */
const MOST_EXAMPLES_A_TASK = 25;
const MOST_PROBLEMS = 200;
const TITLE = 200;
const TEXT = 600;

/** Problems at their places. */
export function problemAnnotations(problems: readonly Problem[]): readonly HostAnnotation[] {
  return problems.slice(0, MOST_PROBLEMS).map(({ file, line, column, severity, code, found, fix }) => ({
    path: file,
    line,
    column,
    level: severity === "error" ? "failure" : "warning",
    title: printableLine(code, TITLE),
    message: visibleText(clip(`${found}. ${fix}`, TEXT)),
  }));
}

/** The verdict on the prompt's first line, and each example to mend on its own line; nothing for a task that passes unchanged. */
export function runAnnotations(run: ReportedRun, places: AnnotatedPlaces): readonly HostAnnotation[] {
  const { report, cause } = run;
  const { heading, toMend } = changedExamples(run);
  const isPass = report.verdict === "pass";
  const level = report.verdict === "fail" || report.verdict === "regression" ? "failure" : "warning";
  const reasons = report.reasons.slice(0, 3).map((reason) => printableLine(reason, TEXT));
  const head: HostAnnotation = {
    path: places.template,
    line: 1,
    level,
    title: printableLine(`${verdictWords(report.verdict, cause)}: ${report.task} ${report.version}`, TITLE),
    message: reasons.join("\n") || report.verdict,
  };
  const examples = toMend.slice(0, MOST_EXAMPLES_A_TASK).flatMap((row) => {
    const place = places.examples.get(row.id);
    return place === undefined ? [] : [exampleAnnotation(heading, row, place)];
  });
  return [...(isPass ? [] : [head]), ...examples];
}

function exampleAnnotation(
  heading: string,
  row: ExampleRow,
  { path, line }: { readonly path: string; readonly line: number },
): HostAnnotation {
  const parts: readonly (readonly [string, string | null])[] = [
    ["expected", row.expected],
    ["answer", row.answer],
    ["why", row.why],
  ];
  const message = parts.flatMap(([name, text]) =>
    text === null || text === "" ? [] : [`${name}: ${visibleText(clip(text, TEXT))}`],
  );
  return {
    path,
    line,
    level: "warning",
    title: printableLine(`${heading}: ${row.id}`, TITLE),
    message: message.join("\n") || heading,
  };
}
