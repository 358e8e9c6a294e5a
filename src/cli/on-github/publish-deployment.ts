import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { DeploymentOutcome } from "../../deployment/records/deployment-record.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { isJsonObject, type JsonObject } from "../../prompts/reading/json.ts";
import { deploymentHeadline } from "../../reporting/deployment-headline.ts";
import {
  type DeploymentReport,
  renderDeploymentSummary,
} from "../../reporting/on-github/deployment-summary.ts";
import { printableLine } from "../../reporting/printable-text.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { usage } from "../frame/parse-flags.ts";
import { openCodeHost } from "./open-code-host.ts";
import { publishRelease } from "./publish-release.ts";

/** A task that went back, as the next job of a workflow needs it. */
interface WentBack {
  readonly service: string;
  readonly environment: string;
  readonly task: string;
  readonly to: string;
  readonly reason: string;
}

/** Tells GitHub how a deployment or a rollback ended: summary, outputs and, where it is asked for, a deployment and the page of the release. Throws `Failure`. */
export async function publishDeployment(context: CommandContext): Promise<CommandResult> {
  const from = context.flags.text("from");
  if (from === undefined) throw usage({ name: "publish-deployment" }, "--from is missing", "Give the file.");
  const report = reportIn(resolve(from));
  const outputs = outputsOf(report);
  const summary = renderDeploymentSummary(report);
  const environment = context.flags.text("github-environment");
  let published: string | undefined;
  if (!context.isDryRun) {
    const { writeStepResult } = await import("../adapters/step-result.ts");
    await writeStepResult(context.environment, { outputs, summary });
    if (environment !== undefined && report.kind === "outcome" && "rolled_back" in outputs)
      await recordDeployment(context, environment, report);
    if (environment !== undefined && mayBeFinished(report))
      published = await publishRelease(context, environment);
  }
  const text = [textOf(report), ...(published === undefined ? [] : [`  ${published}`])].join("\n");
  return { exit: EXIT.done, json: { ...outputs, dry_run: context.isDryRun }, text };
}

/** An earlier attempt may have verified the release and not come as far as its page. */
const mayBeFinished = (report: DeploymentReport): boolean =>
  report.kind === "unchanged" || (report.kind === "outcome" && report.outcome.state.status === "verified");

/** Characters of a reason in the log. */
const LINE = 300;

/** For the log: the headline and the first of each task's reasons; all of them stand in the summary. */
function textOf(report: DeploymentReport): string {
  switch (report.kind) {
    case "refused":
      return `nothing was deployed: ${printableLine(report.message, LINE)}`;
    case "waiting":
      return printableLine(report.message, LINE);
    case "unchanged":
      return "what should run runs already";
    case "outcome": {
      const { outcome, url } = report;
      const reasons = outcome.reasons.map((reason) => printableLine(reason.split("; ")[0] ?? "", LINE));
      const lines = [...reasons, ...(url === undefined ? [] : [url])].map((line) => `  ${line}`);
      return [deploymentHeadline(outcome), ...lines].join("\n");
    }
  }
}

/** The one document that `deploy --json` or `rollback --json` printed. */
function reportIn(path: string): DeploymentReport {
  const document = readDocument(path);
  const url = typeof document["url"] === "string" ? { url: document["url"] } : {};
  const error = document["error"];
  if (isJsonObject(error)) return { kind: "refused", message: String(error["message"]) };
  const waiting = document["waiting"];
  if (isJsonObject(waiting)) return { kind: "waiting", message: String(waiting["message"]) };
  if (!("state" in document) || !("tasks" in document)) return { kind: "unchanged", ...url };
  return { kind: "outcome", outcome: document as unknown as DeploymentOutcome, ...url };
}

function readDocument(path: string): JsonObject {
  let text = "";
  try {
    text = readFileSync(path, "utf8");
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch (error) {
    if (text !== "" && !(error instanceof SyntaxError)) throw error;
  }
  throw new Failure(`${path} holds no document of deploy or rollback; nothing was published`, {
    exit: EXIT.usage,
    fix: "Run `npm run --silent deploy -- --json > FILE` first.",
  });
}

function outputsOf(report: DeploymentReport): Readonly<Record<string, string>> {
  if (report.kind === "refused" || report.kind === "waiting") return { status: report.kind };
  const url = report.url === undefined ? {} : { url: report.url };
  if (report.kind === "unchanged") return { status: "unchanged", ...url };
  const { state, verdict } = report.outcome;
  const back = wentBack(report.outcome);
  return {
    ...{ status: state.status, verdict, release: String(state.release), image: state.image },
    ...url,
    ...(back.length === 0 ? {} : { rolled_back: JSON.stringify(back) }),
  };
}

const wentBack = ({ service, environment, tasks }: DeploymentOutcome): readonly WentBack[] =>
  tasks.flatMap(({ task, instead, reasons }) =>
    instead === undefined ? [] : [{ service, environment, task, to: instead, reason: reasons[0] ?? "" }],
  );

/** What went back is not what the job was about, so that GitHub's own record of the job would say something wrong. */
async function recordDeployment(
  { environment: variables }: CommandContext,
  environment: string,
  { outcome, url }: Extract<DeploymentReport, { kind: "outcome" }>,
): Promise<void> {
  const host = await openCodeHost(variables);
  const { status } = outcome.state;
  const description = deploymentHeadline(outcome);
  const commit = variables["GITHUB_SHA"] ?? "main";
  const deployment = await host.openDeployment({ commit, environment, description });
  await host.setDeploymentStatus(deployment, {
    state: status === "failed" || status === "held" ? "failure" : "success",
    description,
    ...(url === undefined ? {} : { url }),
  });
}
