import type { DeploymentOutcome, TaskOutcome } from "../../deployment/records/deployment-record.ts";
import { deploymentHeadline } from "../deployment-headline.ts";
import { markdownCode, markdownSentence } from "../markdown/markdown-text.ts";

/** What a command that deploys or rolls back said in the end: an outcome, that nothing was to be done, or why not. */
export type DeploymentReport =
  | { readonly kind: "outcome"; readonly outcome: DeploymentOutcome; readonly url?: string }
  | { readonly kind: "unchanged"; readonly url?: string }
  /** A planned wait: a sentence that says until when and why. */
  | { readonly kind: "waiting"; readonly message: string }
  | { readonly kind: "refused"; readonly message: string };

const SENTENCE = 500;

/** The page of a workflow's run: one line that says it all, then the reasons and the tasks. */
export function renderDeploymentSummary(report: DeploymentReport): string {
  switch (report.kind) {
    case "refused":
      return `### ✘ Nothing was deployed\n\n${markdownSentence(report.message, SENTENCE)}\n`;
    case "waiting":
      return `### Waiting\n\n${markdownSentence(report.message, SENTENCE)}\n`;
    case "unchanged":
      return `### ✔ Nothing to do\n\nWhat should run runs already${linkTo(report.url)}.\n`;
    case "outcome":
      return outcomeSummary(report.outcome, report.url);
  }
}

function outcomeSummary(outcome: DeploymentOutcome, url: string | undefined): string {
  const isGood = outcome.state.status === "verified" || outcome.verdict === "pass";
  const lines = [
    `### ${isGood ? "✔" : "✘"} ${markdownSentence(deploymentHeadline(outcome), SENTENCE)}`,
    "",
    ...outcome.reasons.map((reason) => `- ${markdownSentence(reason, SENTENCE)}`),
    ...(outcome.tasks.length === 0 ? [] : ["", ...taskTable(outcome.tasks)]),
    ...(url === undefined ? [] : ["", `Answers at ${markdownCode(url, 200)}`]),
    "",
  ];
  return lines.join("\n");
}

function taskTable(tasks: readonly TaskOutcome[]): readonly string[] {
  const rows = tasks.map(({ task, version, verdict, instead }) => {
    const now = instead ?? version;
    return `| ${markdownCode(task, 80)} | ${markdownCode(version, 40)} | ${verdict} | ${markdownCode(now, 40)} |`;
  });
  return ["| task | deployed | verdict | answers now |", "|---|---|---|---|", ...rows];
}

const linkTo = (url: string | undefined): string =>
  url === undefined ? "" : ` at ${markdownCode(url, 200)}`;
