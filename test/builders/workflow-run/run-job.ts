import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Json, JsonObject } from "../../../src/prompts/json.ts";
import { type Job, objectAt, type Step, textAt, type Workflow } from "../../workflows/workflow-file.ts";
import { asText, asTexts, type ExpressionScope, evaluateText, evaluateWithin, isMet } from "./expression.ts";
import { defaultVariables, githubContext, type RunContext } from "./run-context.ts";
import { runStep, type StepEnd } from "./run-step.ts";
import type { JobRun, Permissions, Result, Site, StepRun, Texts } from "./site.ts";

export interface JobStart {
  readonly run: RunContext;
  readonly workflow: Workflow;
  readonly job: Job;
  /** As GitHub shows it. */
  readonly name: string;
  readonly permissions: Permissions;
  /** `needs`, `inputs`, `matrix`, `strategy`, `vars`. */
  readonly contexts: JsonObject;
  readonly secrets: Texts;
  readonly environment: string | undefined;
}

/** What the steps so far have left behind. */
interface Progress {
  readonly steps: Record<string, Json>;
  readonly done: StepRun[];
  environment: Texts;
  paths: readonly string[];
  summary: string;
  hasFailed: boolean;
}

/** Runs the steps of one job that is due, on a machine of its own. */
export async function runJob(start: JobStart): Promise<Omit<JobRun, "groups">> {
  const { run, job, workflow, name, permissions, environment } = start;
  const { site } = run;
  const temporary = mkdtempSync(join(site.folder, "runner-"));
  const workspace = workspaceOf(site, environment, temporary);
  const token = site.token(run.trigger.isFork === true ? readOnly(permissions) : permissions);
  const github = githubContext(run, {
    id: job.id,
    workflow: textAt(workflow.raw, "name") || workflow.path,
    token,
    workspace,
  });
  writeFileSync(join(temporary, "event.json"), JSON.stringify(github["event"]));
  const secrets = { ...start.secrets, GITHUB_TOKEN: token, github_token: token };
  const base = { ...start.contexts, github, secrets, runner: { os: "Linux", arch: "X64", temp: temporary } };
  const progress: Progress = {
    steps: {},
    done: [],
    environment: defaultVariables(github, temporary),
    paths: [],
    summary: "",
    hasFailed: false,
  };
  const isLate = run.signal.aborted;
  const isCancelled = () => run.signal.aborted && !isLate;
  const status = () => ({
    success: !progress.hasFailed && !isCancelled(),
    failure: progress.hasFailed,
    cancelled: isCancelled(),
  });
  const scope = (): ExpressionScope => ({
    contexts: {
      ...base,
      env: progress.environment,
      steps: progress.steps,
      job: { status: isCancelled() ? "cancelled" : progress.hasFailed ? "failure" : "success" },
    },
    status: status(),
  });
  for (const raw of [workflow.raw, job.raw]) {
    const own = evaluateWithin(objectAt(raw, "env"), scope());
    progress.environment = { ...progress.environment, ...asTexts(own) };
  }
  const defaults = {
    ...objectAt(objectAt(workflow.raw, "defaults"), "run"),
    ...objectAt(objectAt(job.raw, "defaults"), "run"),
  };
  for (const [at, step] of job.steps.entries()) {
    await takeStep({ at, step, name }, progress, run, scope, (due) =>
      runStep({
        name: stepName(step, due),
        ...{ run, step, github, workspace, temporary, defaults },
        scope: due,
        environment: progress.environment,
        paths: progress.paths,
        secrets: Object.values(secrets),
      }),
    );
  }
  const result: Result = isCancelled() ? "cancelled" : progress.hasFailed ? "failure" : "success";
  return {
    id: job.id,
    name,
    result,
    outputs: asTexts(evaluateWithin(objectAt(job.raw, "outputs"), scope())),
    steps: progress.done,
    ...(environment === undefined ? {} : { environment, ...urlOf(job, scope()) }),
    permissions,
    summary: progress.summary,
  };
}

function urlOf({ raw }: Job, scope: ExpressionScope): { readonly environmentUrl?: string } {
  const url = asText(evaluateText(textAt(objectAt(raw, "environment"), "url"), scope));
  return url === "" ? {} : { environmentUrl: url };
}

async function takeStep(
  { at, step, name: job }: { readonly at: number; readonly step: Step; readonly name: string },
  progress: Progress,
  run: RunContext,
  scope: () => ExpressionScope,
  start: (scope: ExpressionScope) => Promise<StepEnd>,
): Promise<void> {
  const id = textAt(step.raw, "id") || `__${at}`;
  const name = stepName(step, scope());
  if (isMet(step.raw["if"], scope()) && run.onStep?.(job, name) === "cancel") run.cancel();
  if (!isMet(step.raw["if"], scope())) {
    const outcome = run.signal.aborted ? "cancelled" : "skipped";
    progress.done.push({ name, outcome, conclusion: outcome, outputs: {}, log: "", annotations: [] });
    progress.steps[id] = { outputs: {}, outcome, conclusion: outcome };
    return;
  }
  const wasCancelled = run.signal.aborted;
  const end = await start(scope());
  const isStopped = run.signal.aborted && !wasCancelled;
  const outcome: Result = end.isGood ? "success" : isStopped ? "cancelled" : "failure";
  const isTolerated = outcome === "failure" && step.raw["continue-on-error"] === true;
  const conclusion = isTolerated ? "success" : outcome;
  if (conclusion === "failure") progress.hasFailed = true;
  progress.environment = { ...progress.environment, ...end.environment };
  progress.paths = [...end.paths, ...progress.paths];
  progress.summary += end.summary;
  progress.steps[id] = { outputs: end.outputs, outcome, conclusion };
  const { outputs, log, annotations } = end;
  progress.done.push({ name, outcome, conclusion, outputs, log, annotations });
}

function stepName(step: Step, scope: ExpressionScope): string {
  const given = textAt(step.raw, "name");
  if (given !== "") return asText(evaluateText(given, scope));
  return step.uses === "" ? `Run ${step.run.trim().split("\n")[0]}` : `Run ${step.uses.split("@")[0]}`;
}

const readOnly = (permissions: Permissions): Permissions =>
  Object.fromEntries(Object.entries(permissions).map(([scope]) => [scope, "read"]));

function workspaceOf({ folder, stays }: Site, environment: string | undefined, temporary: string): string {
  const isOwn = environment !== undefined && stays?.(environment) === true;
  const place = join(isOwn ? join(folder, "own-machine") : temporary, "workspace");
  mkdirSync(place, { recursive: true });
  return place;
}
