import { parse } from "yaml";
import { isJsonObject, type Json, type JsonObject } from "../../src/prompts/reading/json.ts";

export interface Step {
  readonly uses: string;
  readonly run: string;
  readonly with: JsonObject;
  readonly raw: JsonObject;
}

export interface Job {
  readonly id: string;
  readonly raw: JsonObject;
  readonly steps: readonly Step[];
  /** The reusable workflow that the job is, or empty. */
  readonly calls: string;
  /** The jobs of that workflow; empty as long as it was not looked up, see `connectCalls`. */
  readonly called: readonly Job[];
  /** All `run` texts. */
  readonly script: string;
  /** `permissions` as a mapping; undefined where the job has none. */
  readonly permissions: JsonObject | undefined;
}

export interface Workflow {
  readonly path: string;
  readonly text: string;
  readonly raw: JsonObject;
  /** Events with their settings. */
  readonly events: JsonObject;
  readonly jobs: readonly Job[];
}

/** A rule gives one readable line a violation. */
export type WorkflowRule = (workflow: Workflow) => readonly string[];

/** Reads a workflow as GitHub does: `on` is a key, not a truth value. Throws for what is no workflow. */
export function readWorkflow(path: string, text: string): Workflow {
  const raw: Json = parse(text);
  if (!isJsonObject(raw)) throw new Error(`${path} is no workflow`);
  const jobs = Object.entries(objectAt(raw, "jobs")).map(([id, job]) =>
    readJob(id, isJsonObject(job) ? job : {}),
  );
  return { path, text, raw, events: eventsOf(raw["on"] ?? null), jobs };
}

function readJob(id: string, raw: JsonObject): Job {
  const steps = listAt(raw, "steps").map(readStep);
  const { permissions = null } = raw;
  return {
    id,
    raw,
    steps,
    calls: textAt(raw, "uses"),
    called: [],
    script: steps.map(({ run }) => run).join("\n"),
    permissions: isJsonObject(permissions) ? permissions : undefined,
  };
}

function readStep(value: Json): Step {
  const raw = isJsonObject(value) ? value : {};
  return { uses: textAt(raw, "uses"), run: textAt(raw, "run"), with: objectAt(raw, "with"), raw };
}

function eventsOf(on: Json): JsonObject {
  if (typeof on === "string") return { [on]: null };
  if (Array.isArray(on)) return Object.fromEntries(on.map((event) => [String(event), null]));
  return isJsonObject(on) ? on : {};
}

export function objectAt(object: JsonObject, key: string): JsonObject {
  const value = object[key] ?? null;
  return isJsonObject(value) ? value : {};
}

export function textAt(object: JsonObject, key: string): string {
  const value = object[key];
  return typeof value === "string" ? value : "";
}

function listAt(object: JsonObject, key: string): readonly Json[] {
  const value = object[key];
  return Array.isArray(value) ? value : [];
}

/** The same workflows, with the jobs behind each `uses: ./...`. Throws for a workflow that is not among them. */
export function connectCalls(workflows: readonly Workflow[]): readonly Workflow[] {
  const connect = (job: Job): Job => {
    if (!job.calls.startsWith("./")) return job;
    const called = workflows.find(({ path }) => path === job.calls.slice(2));
    if (called === undefined) throw new Error(`job ${job.id} calls ${job.calls}, which is not there`);
    return { ...job, called: called.jobs.map(connect) };
  };
  return workflows.map((workflow) => ({ ...workflow, jobs: workflow.jobs.map(connect) }));
}

/** The lines of a job that run one of the project's commands, and not only to show its plan. */
export function linesRunning({ script }: Job, ...commands: readonly string[]): readonly string[] {
  const start = new RegExp(`(npm run|gpt-pipeline-hub(\\.mjs)?) (${commands.join("|")})(?![\\w-])`);
  return script.split("\n").filter((line) => start.test(line) && !line.includes("--dry-run"));
}

/** Whether a job itself runs one of the project's commands, and not only to show its plan. */
export const runsCommand = (job: Job, ...commands: readonly string[]): boolean =>
  linesRunning(job, ...commands).length > 0;

/** The same of the job or of any that it calls, however deep. */
export const reachesCommand = (job: Job, ...commands: readonly string[]): boolean =>
  runsCommand(job, ...commands) || job.called.some((one) => reachesCommand(one, ...commands));

/** The actions and workflows of other repositories that jobs name. */
export const actionsOf = (jobs: readonly Job[]): readonly string[] =>
  jobs
    .flatMap(({ steps, calls }) => [calls, ...steps.map(({ uses }) => uses)])
    .filter((uses) => uses !== "" && !uses.startsWith("./"));

export interface Leaf {
  /** Keys from the top; list items by their number. */
  readonly keys: readonly string[];
  readonly text: string;
}

/** Every text below a value, with its place. */
export function leavesOf(value: Json, keys: readonly string[] = []): readonly Leaf[] {
  if (typeof value === "string") return [{ keys, text: value }];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, one]: [string, Json]) => leavesOf(one, [...keys, key]));
}

/** Whether a job may change something: a write permission, or a token for a cloud role. */
export const mayWrite = ({ permissions }: Job): boolean => Object.values(permissions ?? {}).includes("write");

/** Whether a job gets at a secret of the repository, or at a token for a cloud role. */
export function holdsSecret({ raw, permissions }: Job): boolean {
  const named = JSON.stringify(raw).match(/secrets\.[A-Za-z_]+|secrets\[/g) ?? [];
  return permissions?.["id-token"] === "write" || named.some((name) => name !== "secrets.GITHUB_TOKEN");
}
