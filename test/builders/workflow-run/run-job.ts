import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../../src/prompts/reading/json.ts";
import { type Job, objectAt, type Step, textAt, type Workflow } from "../../workflows/workflow-file.ts";
import { asText, asTexts, type ExpressionScope, evaluateText, evaluateWithin, isMet } from "./expression.ts";
import { JobProgress } from "./job-progress.ts";
import { defaultVariables, githubContext, type RunContext } from "./run-context.ts";
import { runStep } from "./run-step.ts";
import type { JobRun, Permissions, Site, Texts } from "./site.ts";

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

/** Where a job runs, and as whom. */
interface Machine {
  readonly temporary: string;
  readonly workspace: string;
  readonly github: JsonObject;
  readonly secrets: Texts;
}

/** Runs the steps of one job that is due, on a machine of its own. */
export async function runJob(start: JobStart): Promise<Omit<JobRun, "groups">> {
  const { run, job, workflow, name, permissions, environment } = start;
  const machine = machineFor(start);
  const { github, secrets, temporary } = machine;
  const runner = { os: "Linux", arch: "X64", temp: temporary };
  const contexts = { ...start.contexts, github, secrets, runner };
  const progress = new JobProgress(run, contexts, defaultVariables(github, temporary));
  for (const raw of [workflow.raw, job.raw])
    progress.addVariables(asTexts(evaluateWithin(objectAt(raw, "env"), progress.scope())));
  for (const [at, step] of job.steps.entries()) await takeStep(start, machine, progress, { at, step });
  return {
    id: job.id,
    name,
    result: progress.result,
    outputs: asTexts(evaluateWithin(objectAt(job.raw, "outputs"), progress.scope())),
    steps: progress.done,
    ...(environment === undefined ? {} : { environment, ...urlOf(job, progress.scope()) }),
    permissions,
    summary: progress.summary,
  };
}

function machineFor({ run, job, permissions, secrets, environment }: JobStart): Machine {
  const { site, trigger } = run;
  const temporary = mkdtempSync(join(site.folder, "runner-"));
  const workspace = workspaceOf(site, environment, temporary);
  const token = site.token(trigger.isFork === true ? readOnly(permissions) : permissions);
  const github = githubContext(run, { id: job.id, token, workspace });
  writeFileSync(join(temporary, "event.json"), JSON.stringify(github["event"]));
  return { temporary, workspace, github, secrets: { ...secrets, GITHUB_TOKEN: token, github_token: token } };
}

const readOnly = (permissions: Permissions): Permissions =>
  Object.fromEntries(Object.entries(permissions).map(([scope]) => [scope, "read"]));

function workspaceOf({ folder, stays }: Site, environment: string | undefined, temporary: string): string {
  const isOwn = environment !== undefined && stays?.(environment) === true;
  const place = join(isOwn ? join(folder, "own-machine") : temporary, "workspace");
  mkdirSync(place, { recursive: true });
  return place;
}

async function takeStep(
  { run, workflow, job, name: title }: JobStart,
  { github, secrets, temporary, workspace }: Machine,
  progress: JobProgress,
  { at, step }: { readonly at: number; readonly step: Step },
): Promise<void> {
  const id = textAt(step.raw, "id") || `__${at}`;
  const name = stepName(step, progress.scope());
  const isDue = (): boolean => isMet(step.raw["if"], progress.scope());
  if (isDue() && run.onStep?.(title, name) === "cancel") run.cancel();
  if (!isDue()) return progress.leaveOut(id, name);
  const wasCancelled = run.signal.aborted;
  const end = await runStep({
    ...{ name, run, step, github, workspace, temporary },
    scope: progress.scope(),
    defaults: { ...runDefaults(workflow.raw), ...runDefaults(job.raw) },
    environment: progress.environment,
    paths: progress.paths,
    secrets: Object.values(secrets),
  });
  const isStopped = run.signal.aborted && !wasCancelled;
  progress.add(id, name, end, { isStopped, isTolerated: step.raw["continue-on-error"] === true });
}

const runDefaults = (raw: JsonObject): JsonObject => objectAt(objectAt(raw, "defaults"), "run");

function stepName(step: Step, scope: ExpressionScope): string {
  const given = textAt(step.raw, "name");
  if (given !== "") return asText(evaluateText(given, scope));
  return step.uses === "" ? `Run ${step.run.trim().split("\n")[0]}` : `Run ${step.uses.split("@")[0]}`;
}

function urlOf({ raw }: Job, scope: ExpressionScope): { readonly environmentUrl?: string } {
  const url = asText(evaluateText(textAt(objectAt(raw, "environment"), "url"), scope));
  return url === "" ? {} : { environmentUrl: url };
}
