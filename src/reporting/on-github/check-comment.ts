import type { Problem } from "../../prompts/problem.ts";
import { renderProblem } from "../../prompts/problem.ts";
import { counted } from "../figures.ts";
import { COMMENT_MARKER, renderMarkdownReport } from "../markdown/markdown-report.ts";
import { markdownCode, markdownSentence } from "../markdown/markdown-text.ts";
import { toneSymbol } from "../verdict-words.ts";
import { type CheckSituation, checkOutcome, type WaitingTask } from "./check-outcome.ts";
import { takeWithin } from "./text-budget.ts";

/** What a run's page adds to its text. */
export interface CheckCircumstances {
  /** The commit that was evaluated. */
  readonly commit: string;
  readonly isDraft: boolean;
  readonly attempt: number;
  /** The page of the run; undefined outside of a workflow. */
  readonly url?: string;
}

const FIRST_PROBLEMS = 3;
const MORE_PROBLEMS = 100;
const NAMED_TASKS = 5;

/**
 * The one comment of a pull request: what `eval-runner --report markdown` says, or, where tasks could not be evaluated, that first and
 * the report folded. Whatever the situation, GitHub shows fewer than 15 lines before the first fold.
 */
export function renderCheckComment(
  situation: CheckSituation,
  circumstances: CheckCircumstances,
  bytes: number,
): string {
  const foot = footLine(circumstances);
  const isEvaluated = situation.runs.length > 0;
  const head = [...problemPart(situation), ...missingPart(situation), ...waitingPart(situation.waiting)];
  const draft = circumstances.isDraft
    ? ["> Draft: checked like any other; mark it as ready for review before it can be merged.", ""]
    : [];
  const report = isEvaluated || head.length === 0 ? renderMarkdownReport(situation.runs, bytes) : "";
  const text = report.replace(`${COMMENT_MARKER}\n`, "");
  const body = head.length > 0 && text !== "" ? foldedReport(text) : text;
  return [COMMENT_MARKER, ...draft, ...head, body, foot, ""].join("\n");
}

/** Under its own heading. */
function foldedReport(report: string): string {
  const [heading = "", ...rest] = report.split("\n");
  return `<details><summary>${heading.replace(/^#+ /, "")}</summary>\n\n${rest.join("\n")}\n</details>\n`;
}

function problemPart(situation: CheckSituation): readonly string[] {
  const errors = situation.problems.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return [];
  const more = errors.slice(FIRST_PROBLEMS);
  return [
    `### ${toneSymbol("bad")} ${checkOutcome(situation).title}`,
    ...errors.slice(0, FIRST_PROBLEMS).map(problemLine),
    `- **Author, next:** mend them; ${markdownCode("npm run validate", 80)} lists all with line and column, and each stands beside its line in this pull request.`,
    `- **Owner, next:** nothing until the author has mended the files.`,
    "",
    ...(more.length === 0 ? [] : foldedProblems(more)),
  ];
}

const problemLine = (problem: Problem): string => `- ${markdownCode(renderProblem(problem), 300)}`;

function foldedProblems(more: readonly Problem[]): readonly string[] {
  const shown = takeWithin(more.slice(0, MORE_PROBLEMS).map(problemLine), 20_000);
  const rest = more.length - shown.length;
  return [
    `<details><summary>${counted(more.length, "more problem")}</summary>\n`,
    ...shown,
    ...(rest > 0 ? [`- and ${rest} more`] : []),
    "\n</details>\n",
  ];
}

function missingPart({ missing, problems }: CheckSituation): readonly string[] {
  if (missing.length === 0 || problems.some(({ severity }) => severity === "error")) return [];
  return [
    `### ${toneSymbol("note")} Could not test - not your fault`,
    `No result arrived for ${listed(missing)}: a part of the run failed or was cancelled, so nothing may be promoted.`,
    "- **Author, next:** start the failed jobs again; nothing has to be changed.",
    "- **Owner, next:** look at the run's log if it happens again.",
    "",
  ];
}

function waitingPart(waiting: readonly WaitingTask[]): readonly string[] {
  const [first] = waiting;
  if (first === undefined) return [];
  return [
    `### ${toneSymbol("note")} Checked, not evaluated`,
    `${listed(waiting.map(({ task }) => task))}: ${markdownSentence(first.why, 300)}.`,
    "- **Author, next:** nothing; a maintainer has to start the evaluation.",
    "- **Owner, next:** read what the pull request changes; the workflow `fork-check` evaluates a commit of it, and a branch of this repository lets it be merged.",
    "",
  ];
}

function listed(tasks: readonly string[]): string {
  const more = tasks.length - NAMED_TASKS;
  const names = tasks.slice(0, NAMED_TASKS).map((task) => markdownCode(task, 80));
  return `${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function footLine({ commit, attempt, url }: CheckCircumstances): string {
  const again = attempt > 1 ? `, attempt ${attempt}` : "";
  const page = url === undefined ? "" : ` · <a href="${encodeURI(url)}">run and full report</a>`;
  return `<sub>Commit ${markdownCode(commit.slice(0, 12), 12)}${again}${page}</sub>`;
}
