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

/** Whether a job runs one of the project's commands, and not only to show its plan. */
export function runsCommand({ script }: Job, ...commands: readonly string[]): boolean {
  const start = new RegExp(`(npm run|gpt-pipeline-hub(\\.mjs)?) (${commands.join("|")})(?![\\w-])`);
  return script.split("\n").some((line) => start.test(line) && !line.includes("--dry-run"));
}

/** Whether a job may change something: a write permission, or a token for a cloud role. */
export const mayWrite = ({ permissions }: Job): boolean => Object.values(permissions ?? {}).includes("write");
