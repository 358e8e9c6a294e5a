import { isJsonObject, type Json, type JsonObject } from "../../../src/prompts/reading/json.ts";
import { type Job, objectAt, textAt, type Workflow } from "../../workflows/workflow-file.ts";
import { inputsOf, secretsOf } from "./called-inputs.ts";
import { asText, asTexts, type ExpressionScope, evaluateText, evaluateWithin, isMet } from "./expression.ts";
import { ancestorsOf, inOrder, needsOf } from "./job-order.ts";
import { type CalledWorkflow, contextOf, type Ended, scopeOf } from "./job-scope.ts";
import { combinationsOf } from "./matrix.ts";
import { permissionsOf } from "./permission-cap.ts";
import type { RunContext } from "./run-context.ts";
import { runJob } from "./run-job.ts";
import type {
  ConcurrencyGroup,
  JobRun,
  Permissions,
  Result,
  Site,
  Texts,
  Trigger,
  WorkflowRun,
} from "./site.ts";
import { soundWorkflow } from "./sound-workflow.ts";
import { calledSource, startedSource, type WorkflowSource } from "./workflow-source.ts";

export interface RunOptions {
  /** Called before every step; its answer may cancel the run there. */
  readonly onStep?: (job: string, step: string) => "cancel" | undefined;
  /** "Re-run failed jobs": what succeeded in this run is kept, its outputs and artifacts too, unless it needs a job that runs again. */
  readonly keep?: WorkflowRun;
}

let lastRun = 1000;

/** Runs a workflow of a commit as GitHub would, one job after another. Throws where GitHub would not start it. */
export async function runWorkflow(
  site: Site,
  trigger: Trigger,
  options: RunOptions = {},
): Promise<WorkflowRun> {
  const controller = new AbortController();
  const source = startedSource(site, trigger);
  const workflow = await workflowAt(source, trigger.workflow);
  lastRun += 1;
  const run: RunContext = {
    site,
    trigger,
    runId: trigger.runId ?? options.keep?.runId ?? lastRun,
    attempt: trigger.attempt ?? (options.keep === undefined ? 1 : options.keep.attempt + 1),
    title: titleOfWorkflow(workflow),
    signal: controller.signal,
    cancel: () => controller.abort(),
    onStep: options.onStep,
  };
  if (!(trigger.event in workflow.events))
    throw new Error(`${workflow.path} does not run on ${trigger.event}`);
  const isDispatch = trigger.event === "workflow_dispatch";
  site.tell(headingOf(run));
  const started = await runJobs({
    run,
    ...{ workflow, source },
    prefix: "",
    inputs: isDispatch ? inputsOf(workflow, "workflow_dispatch", trigger.inputs ?? {}) : {},
    secrets: trigger.isFork === true ? {} : (site.secrets ?? {}),
    cap: undefined,
    groups: [],
    kept: options.keep?.jobs ?? [],
  });
  return { workflow: workflow.path, runId: run.runId, attempt: run.attempt, ...started };
}

const titleOfWorkflow = ({ path, raw }: Workflow): string => textAt(raw, "name") || path;

function headingOf({ trigger, attempt, title }: RunContext): string {
  const again = attempt === 1 ? "" : `, attempt ${attempt}`;
  const action = trigger.inputs?.["action"];
  const what = action === undefined ? trigger.event : `${trigger.event}: ${asText(action)}`;
  return `\n── ${title} (${what}${again}) ──`;
}

async function workflowAt({ name, read }: WorkflowSource, path: string): Promise<Workflow> {
  const text = read(path);
  if (text === undefined) throw new Error(`${name} has no ${path}`);
  return soundWorkflow(path, text);
}

type Outcome = Pick<WorkflowRun, "result" | "jobs" | "outputs">;

async function runJobs(called: CalledWorkflow): Promise<Outcome> {
  const { run, workflow } = called;
  const ended = new Map<string, Ended>();
  const jobs: JobRun[] = [];
  const groups = [...called.groups, ...groupOf(workflow.raw["concurrency"], scopeOf(called, ended, []))];
  for (const job of inOrder(workflow)) {
    const all = await runMatrix({ ...called, groups }, job, ended);
    jobs.push(...all.jobs);
    ended.set(job.id, all);
  }
  const results = [...ended.values()].map(({ result }) => result);
  const result = run.signal.aborted ? "cancelled" : results.includes("failure") ? "failure" : "success";
  return { result, jobs, outputs: outputsOf(called, ended) };
}

function outputsOf(called: CalledWorkflow, ended: ReadonlyMap<string, Ended>): Texts {
  const defined = objectAt(objectAt(called.workflow.events, "workflow_call"), "outputs");
  const scope = scopeOf(called, ended, []);
  const contexts = { ...scope.contexts, jobs: contextOf(ended, [...ended.keys()]) };
  return Object.fromEntries(
    Object.entries(defined).map(([name, output]) => [
      name,
      asText(evaluateText(isJsonObject(output) ? textAt(output, "value") : "", { ...scope, contexts })),
    ]),
  );
}

async function runMatrix(
  called: CalledWorkflow,
  job: Job,
  ended: ReadonlyMap<string, Ended>,
): Promise<Ended & { readonly jobs: readonly JobRun[] }> {
  const ancestors = ancestorsOf(called.workflow, job);
  const scope = scopeOf(called, ended, ancestors, needsOf(job));
  const kept = ancestors.some((name) => ended.get(name)?.isRun === true) ? [] : called.kept;
  if (!isMet(job.raw["if"], scope)) return skipped(called, job);
  const strategy = evaluateWithin(objectAt(job.raw, "strategy"), scope);
  const matrix = isJsonObject(strategy) ? objectAt(strategy, "matrix") : {};
  const isFailFast = !isJsonObject(strategy) || strategy["fail-fast"] !== false;
  const combinations = combinationsOf(matrix);
  const jobs: JobRun[] = [];
  const ends: Ended[] = [];
  for (const [at, combination] of combinations.entries()) {
    const contexts = {
      ...scope.contexts,
      matrix: combination,
      strategy: { "job-index": at, "job-total": combinations.length, "fail-fast": isFailFast },
    };
    const one = await runOne({ ...called, kept }, job, { ...scope, contexts });
    jobs.push(...one.jobs);
    ends.push(one);
    if (one.result === "failure" && isFailFast && at + 1 < combinations.length) {
      ends.push({ result: "failure", outputs: {} });
      break;
    }
  }
  const isRun = jobs.some((one) => one.result !== "skipped" && !kept.includes(one));
  return { result: worst(ends), outputs: Object.assign({}, ...ends.map(filled)), isRun, jobs };
}

/** Of jobs of one matrix the last one that said something is heard. */
const filled = ({ outputs }: Ended): Texts =>
  Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== ""));

function worst(ends: readonly Ended[]): Result {
  const order: readonly Result[] = ["failure", "cancelled", "success", "skipped"];
  return order.find((result) => ends.some((end) => end.result === result)) ?? "skipped";
}

function skipped({ run, prefix }: CalledWorkflow, job: Job): Ended & { readonly jobs: readonly JobRun[] } {
  const result = run.signal.aborted ? "cancelled" : "skipped";
  const name = `${prefix}${job.id}`;
  run.site.tell(`· ${name}: ${result}`);
  const nothing = { outputs: {}, steps: [], permissions: {}, groups: [], summary: "" } as const;
  return { result, outputs: {}, jobs: [{ id: job.id, name, result, ...nothing }] };
}

/** As GitHub shows it: in its own words, or its id with the values of its matrix. */
function titleOf(job: Job, scope: ExpressionScope): string {
  const name = textAt(job.raw, "name");
  if (name !== "") return asText(evaluateText(name, scope));
  const values = Object.values(scope.contexts["matrix"] ?? {}).map(asText);
  return values.length === 0 ? job.id : `${job.id} (${values.join(", ")})`;
}

async function runOne(
  called: CalledWorkflow,
  job: Job,
  scope: ExpressionScope,
): Promise<Ended & { readonly jobs: readonly JobRun[] }> {
  const { run, workflow } = called;
  const name = `${called.prefix}${titleOf(job, scope)}`;
  const kept = called.kept.filter(
    (before) => before.result === "success" && (before.name === name || before.name.startsWith(`${name} / `)),
  );
  if (kept.length > 0 && job.calls === "")
    return { result: "success", outputs: kept[0]?.outputs ?? {}, jobs: kept };
  const permissions = permissionsOf(workflow, job, called.cap);
  const groups = [...called.groups, ...groupOf(job.raw["concurrency"], scope)];
  if (job.calls !== "") return callWorkflow(called, job, { scope, name, permissions, groups });
  const environment = environmentOf(job, scope);
  const settings = run.site.environments?.[environment ?? ""] ?? {};
  run.site.tell(`▸ ${name}${environment === undefined ? "" : ` [${environment}]`}`);
  const ran = await runJob({
    ...{ run, workflow, job, name, permissions, environment },
    contexts: { ...scope.contexts, vars: { ...run.site.variables, ...settings.variables } },
    secrets: run.trigger.isFork === true ? {} : { ...called.secrets, ...settings.secrets },
  });
  run.site.tell(`${ran.result === "success" ? "✔" : "✘"} ${name}: ${ran.result}`);
  return { result: ran.result, outputs: ran.outputs, jobs: [{ ...ran, groups }] };
}

async function callWorkflow(
  called: CalledWorkflow,
  job: Job,
  {
    scope,
    name,
    permissions,
    groups,
  }: {
    readonly scope: ExpressionScope;
    readonly name: string;
    readonly permissions: Permissions;
    readonly groups: readonly ConcurrencyGroup[];
  },
): Promise<Ended & { readonly jobs: readonly JobRun[] }> {
  const { run } = called;
  const { source, path } = calledSource(run.site, called.source, job.calls);
  const workflow = await workflowAt(source, path);
  if (!("workflow_call" in workflow.events)) throw new Error(`${workflow.path} cannot be called`);
  const given = evaluateWithin(objectAt(job.raw, "with"), scope);
  if (typeof job.raw["secrets"] === "string")
    throw new Error(`job ${job.id} hands all secrets on; this runner takes them by name alone`);
  const secrets = evaluateWithin(objectAt(job.raw, "secrets"), scope);
  const started = await runJobs({
    ...{ run, workflow, source },
    prefix: `${name} / `,
    inputs: inputsOf(workflow, "workflow_call", isJsonObject(given) ? given : {}),
    secrets: secretsOf(workflow, asTexts(secrets)),
    cap: permissions,
    groups,
    kept: called.kept,
  });
  return { result: started.result, outputs: started.outputs, jobs: started.jobs };
}

function environmentOf({ raw }: Job, scope: ExpressionScope): string | undefined {
  const given = raw["environment"];
  const name = isJsonObject(given ?? null) ? textAt(given as JsonObject, "name") : asText(given ?? null);
  const text = asText(evaluateText(name, scope));
  return text === "" ? undefined : text;
}

function groupOf(raw: Json | undefined, scope: ExpressionScope): readonly ConcurrencyGroup[] {
  if (raw === undefined || raw === null) return [];
  const settings = isJsonObject(raw) ? raw : { group: raw };
  const name = asText(evaluateWithin(settings["group"] ?? "", scope));
  const cancels = evaluateWithin(settings["cancel-in-progress"] ?? false, scope);
  return [{ name, queue: textAt(settings, "queue") || "one", cancels: cancels === true }];
}
