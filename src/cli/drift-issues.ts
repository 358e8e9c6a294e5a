import type { EvalReport } from "../evaluation/report.ts";
import type { WatchState } from "../lifecycle/drift-watch.ts";
import { markdownCode, markdownSentence } from "../reporting/markdown-text.ts";
import { openCodeHost } from "./open-code-host.ts";

export interface DriftFinding {
  readonly report: EvalReport;
  /** Path of the task's history. */
  readonly history: string;
  readonly state: WatchState;
}

const LABEL = "drift";

/** One open issue a task that moved; it is closed by the first run that is well again. Returns what was done, as sentences. */
export async function settleDriftIssues(
  environment: NodeJS.ProcessEnv,
  findings: readonly DriftFinding[],
): Promise<readonly string[]> {
  const due = findings.filter(({ state }) => state === "moved" || state === "well");
  if (due.length === 0) return [];
  const host = await openCodeHost(environment);
  const open = await host.issuesWith(LABEL);
  const done: string[] = [];
  for (const finding of due) {
    const title = titleOf(finding);
    const known = open.find((issue) => issue.isByBot && issue.title === title);
    if (finding.state === "well" && known !== undefined) {
      await host.addComment(known.number, `${sentenceOf(finding)} Closed by itself.`);
      await host.closeIssue(known.number);
      done.push(`closed issue ${known.number}: ${title}`);
    } else if (finding.state === "moved" && known === undefined) {
      const issue = await host.openIssue({ title, body: bodyOf(finding), labels: [LABEL] });
      done.push(`opened issue ${issue.number}: ${title}`);
    } else if (finding.state === "moved" && known !== undefined) {
      done.push(`issue ${known.number} is open already: ${title}`);
    }
  }
  return done;
}

const titleOf = ({ report }: DriftFinding): string => `The model moved: ${report.task}`;

function sentenceOf({ report: { task, version, score, threshold, metric } }: DriftFinding): string {
  const measured = score === null ? "no score" : score.toFixed(4);
  return `${markdownCode(task, 80)} ${markdownCode(version, 40)} scores ${measured} in ${markdownCode(metric, 80)}; its threshold is ${threshold}.`;
}

function bodyOf(finding: DriftFinding): string {
  const { task, model, reasons } = finding.report;
  return [
    `${sentenceOf(finding)} It was so in two runs in a row, and the prompt did not change: nothing was rolled back, since the version before would be asked of the same model.`,
    "",
    ...reasons.map((reason) => `- ${markdownSentence(reason, 500)}`),
    "",
    `Model: ${markdownCode(`${model.provider}/${model.name}`, 120)}`,
    "",
    `See it here: ${markdownCode(`npm run eval-runner -- --task ${task} --stage production --baseline none --no-cache`, 300)}`,
    "",
    "This issue closes itself with the first run that is good again.",
    "",
  ].join("\n");
}
