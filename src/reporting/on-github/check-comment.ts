import type { Problem } from "../../prompts/problem.ts";
import { renderProblem } from "../../prompts/problem.ts";
import { counted } from "../figures.ts";
import { launched, type ScriptNames } from "../launched.ts";
import { COMMENT_MARKER, renderMarkdownReport } from "../markdown/markdown-report.ts";
import { markdownAdvice, markdownCode, markdownSentence } from "../markdown/markdown-text.ts";
import { sizeOf, takeWithin } from "../markdown/text-budget.ts";
import { mayPromote } from "../may-promote.ts";
import type { NextSteps } from "../next-steps.ts";
import { toneSymbol } from "../verdict-words.ts";
import { type CheckSituation, checkOutcome, type WaitingTask } from "./check-outcome.ts";
import { reusedAnswers } from "./reused-answers.ts";

/** What a run's page adds to its text. */
export interface CheckCircumstances {
  /** The commit that was evaluated. */
  readonly commit: string;
  readonly isDraft: boolean;
  readonly attempt: number;
  /** The page of the run; undefined outside of a workflow. */
  readonly url?: string;
  /** Which commands the reader can start as scripts. */
  readonly scripts?: ScriptNames;
}

const FIRST_PROBLEMS = 3;
const MORE_PROBLEMS = 100;
const PROBLEM_BYTES = 20_000;
const NAMED_TASKS = 5;

/**
 * The one comment of a pull request, within a number of bytes: the gravest matter alone above the first fold, with one next step each
 * for author and owner, the others folded without any. Where runs are the gravest, what `eval-runner --report markdown` says.
 */
export function renderCheckComment(
  situation: CheckSituation,
  circumstances: CheckCircumstances,
  bytes: number,
): string {
  const matter = gravest(situation);
  const isReport = matter === "verdict";
  const frame = [COMMENT_MARKER, ...leadOf(matter, situation, circumstances)];
  const rest = [...restOf(matter, situation), footLine(situation, circumstances), ""];
  const left = bytes - sizeOf([...frame, ...rest].join("\n")) - 200;
  const hasReport = isReport || situation.runs.length > 0;
  const report = hasReport ? renderMarkdownReport(situation.runs, { bytes: left, hasSteps: isReport }) : "";
  const text = report.replace(`${COMMENT_MARKER}\n`, "");
  const body = isReport || text === "" ? text : foldedReport(text);
  return [...frame, ...(body === "" ? [] : [body]), ...rest].join("\n");
}

/** What a situation is about, in the order of `checkOutcome`; where nothing is open, the report. */
type Matter = "problems" | "verdict" | "missing" | "waiting";

function gravest({ problems, runs, missing, waiting }: CheckSituation): Matter {
  if (problems.some(isError)) return "problems";
  if (runs.some((run) => !mayPromote(run))) return "verdict";
  if (missing.length > 0) return "missing";
  return waiting.length > 0 ? "waiting" : "verdict";
}

const isError = ({ severity }: Problem): boolean => severity === "error";

function leadOf(
  matter: Matter,
  situation: CheckSituation,
  { scripts }: CheckCircumstances,
): readonly string[] {
  switch (matter) {
    case "problems":
      return problemLead(situation, scripts);
    case "missing":
      return [`### ${MISSING}`, missingSentence(situation.missing), ...stepLines(MISSING_STEPS), ""];
    case "waiting":
      return [`### ${WAITING}`, waitingSentence(situation.waiting), ...stepLines(WAITING_STEPS), ""];
    case "verdict":
      return [];
  }
}

const MISSING = `${toneSymbol("note")} Could not test - not your fault`;
const WAITING = `${toneSymbol("note")} Checked, not evaluated`;

const MISSING_STEPS: NextSteps = {
  author: "Start the failed jobs again; nothing has to be changed.",
  owner: "Nothing; the run's log says why, should it happen again.",
};

const WAITING_STEPS: NextSteps = {
  author: "Nothing; a maintainer has to start the evaluation.",
  owner: "Read what the pull request changes, then start the workflow `fork-check` with its commit.",
};

/** Beside what blocks: what else is open, folded. Tasks without a result are no news where files cannot be used. */
function restOf(matter: Matter, { missing, waiting }: CheckSituation): readonly string[] {
  const isNews = missing.length > 0 && matter === "verdict";
  return [
    ...(isNews ? [fold(MISSING, [missingSentence(missing)])] : []),
    ...(waiting.length > 0 && matter !== "waiting" ? [fold(WAITING, [waitingSentence(waiting)])] : []),
  ];
}

const fold = (summary: string, lines: readonly string[]): string =>
  [`<details><summary>${summary}</summary>`, "", ...lines, "", "</details>"].join("\n");

/** Under its own heading. */
function foldedReport(report: string): string {
  const [heading = "", ...rest] = report.split("\n");
  return fold(heading.replace(/^#+ /, ""), rest);
}

const stepLines = ({ author, owner }: NextSteps): readonly string[] => [
  "- **Merging:** Nothing changes: production stays as it is until the check passes.",
  `- **Author, next:** ${markdownAdvice(author, 600)}`,
  `- **Owner, next:** ${markdownAdvice(owner, 600)}`,
];

function problemLead(situation: CheckSituation, scripts: ScriptNames): readonly string[] {
  const errors = situation.problems.filter(isError);
  const more = errors.slice(FIRST_PROBLEMS);
  const author =
    "Mend them; `npm run validate` lists all with line and column, and each stands beside its line in this pull request.";
  return [
    `### ${toneSymbol("bad")} ${checkOutcome(situation).title}`,
    ...errors.slice(0, FIRST_PROBLEMS).map(problemLine),
    ...stepLines({
      author: launched(author, scripts),
      owner: "Nothing until the author has mended the files.",
    }),
    "",
    ...(more.length === 0 ? [] : [foldedProblems(more)]),
  ];
}

const problemLine = (problem: Problem): string => `- ${markdownCode(renderProblem(problem), 300)}`;

function foldedProblems(more: readonly Problem[]): string {
  const shown = takeWithin(more.slice(0, MORE_PROBLEMS).map(problemLine), PROBLEM_BYTES);
  const rest = more.length - shown.length;
  return fold(counted(more.length, "more problem"), [...shown, ...(rest > 0 ? [`- and ${rest} more`] : [])]);
}

const missingSentence = (missing: readonly string[]): string =>
  `No result arrived for ${listed(missing)}: a part of the run failed or was cancelled, so nothing may be promoted.`;

function waitingSentence(waiting: readonly WaitingTask[]): string {
  const why = markdownSentence(waiting[0]?.why ?? "", 300);
  return `${listed(waiting.map(({ task }) => task))}: ${why}. It can be merged from a branch of this repository, where the check evaluates it.`;
}

const DRAFT = "Draft: checked like any other; mark it as ready for review before it can be merged.";

function listed(tasks: readonly string[]): string {
  const more = tasks.length - NAMED_TASKS;
  const names = tasks.slice(0, NAMED_TASKS).map((task) => markdownCode(task, 80));
  return `${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function footLine({ runs }: CheckSituation, { commit, attempt, url, isDraft }: CheckCircumstances): string {
  const again = attempt > 1 ? `, attempt ${attempt}` : "";
  const isAsked = runs.some((run) => run.reused === undefined);
  const about = isAsked ? "run and full report" : "page of the run";
  const page = url === undefined ? "" : ` · <a href="${encodeURI(url)}">${about}</a>`;
  const notes = [...(isDraft ? [DRAFT] : []), ...reusedAnswers(runs, url)].map((line) => `${line}<br>`);
  return `<sub>${notes.join("")}Commit ${markdownCode(commit.slice(0, 12), 12)}${again}${page}</sub>`;
}
