import { nearestName } from "../prompts/nearest-name.ts";
import { isTaskId } from "../prompts/task-id.ts";
import type { Carried, CarriedPrompt, CarriedTask } from "./carried-prompts.ts";
import { RequestRefused } from "./request-refused.ts";

/** The prompt that a request means. Throws `RequestRefused`: 404 for what never was, 410 for what is not served any more. */
export function selectPrompt(carried: Carried, name: string, query: string): CarriedPrompt {
  const task = carried.tasks.get(name);
  if (task === undefined || !isTaskId(name)) throw unknownTask(name, carried);
  const version = wantedVersion(query) ?? task.current;
  if (version === undefined) throw retired(name);
  const found = task.find(version);
  if (found !== undefined) return found;
  throw task.gone.has(version) ? goneVersion(name, version, task) : unknownVersion(name, version, task);
}

function wantedVersion(query: string): string | undefined {
  if (query === "") return undefined;
  const names = new URLSearchParams(query);
  for (const name of names.keys()) if (name !== "version") throw unknownParameter(name);
  return names.get("version") ?? undefined;
}

function unknownParameter(name: string): RequestRefused {
  const message = `unknown query parameter "${clip(name)}"`;
  return new RequestRefused({
    status: 400,
    code: "unknown_parameter",
    message,
    fix: "Only ?version= is known.",
  });
}

function unknownTask(name: string, carried: Carried): RequestRefused {
  const near = isTaskId(name) ? nearestName(name, carried.tasks.keys()) : undefined;
  const fix = near === undefined ? "GET /v1/prompts lists the tasks." : `Did you mean "${near}"?`;
  const message = `there is no task "${clip(name)}"`;
  return new RequestRefused({ status: 404, code: "unknown_task", message, fix });
}

function retired(name: string): RequestRefused {
  const fix = "Stop asking for it, or ask its owners for the task that took its place.";
  return new RequestRefused({
    status: 410,
    code: "gone_task",
    message: `the task "${name}" was retired`,
    fix,
  });
}

function goneVersion(name: string, version: string, task: CarriedTask): RequestRefused {
  const message = `${name} ${version} is not served any more`;
  return new RequestRefused({ status: 410, code: "gone_version", message, fix: servedVersions(task) });
}

function unknownVersion(name: string, version: string, task: CarriedTask): RequestRefused {
  const message = `there is no version "${clip(version)}" of ${name}`;
  return new RequestRefused({ status: 404, code: "unknown_version", message, fix: servedVersions(task) });
}

const servedVersions = ({ versions }: CarriedTask): string =>
  versions.length === 0 ? "No version is served." : `Ask for one of ${versions.slice(-10).join(", ")}.`;

const clip = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}...` : text);
