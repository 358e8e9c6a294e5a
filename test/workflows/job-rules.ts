import { isJsonObject, type Json, type JsonObject } from "../../src/prompts/reading/json.ts";
import {
  type Job,
  objectAt,
  runsCommand,
  textAt,
  type Workflow,
  type WorkflowRule,
} from "./workflow-file.ts";

/** Events that run with the repository's rights on what a stranger wrote. */
export const strangersGetNoRights: WorkflowRule = ({ path, events, jobs, text }) => [
  ...("pull_request_target" in events
    ? [`${path}: pull_request_target runs with our rights on a stranger's code.`]
    : []),
  ...("workflow_run" in events && (/gh run download/.test(text) || jobs.some(downloadsArtifacts))
    ? [`${path}: workflow_run uses artifacts that a stranger's run may have made.`]
    : []),
];

const downloadsArtifacts = ({ steps }: Job): boolean =>
  steps.some(({ uses }) => uses.startsWith("actions/download-artifact@"));

/** No job hangs for the six hours that are the default. */
export const jobsEnd: WorkflowRule = ({ path, jobs }) =>
  jobs
    .filter(({ raw, calls }) => calls === "" && typeof raw["timeout-minutes"] !== "number")
    .map(({ id }) => `${path}: job ${id} has no timeout-minutes.`);

/** A named image, not whatever is the latest. */
export const machinesAreNamed: WorkflowRule = ({ path, jobs }) =>
  jobs.flatMap(({ id, raw, calls }) => [
    ...(calls === "" && raw["runs-on"] !== "ubuntu-24.04"
      ? [`${path}: job ${id} does not run on ubuntu-24.04.`]
      : []),
    ...imagesOf(raw)
      .filter((image) => !/@sha256:[0-9a-f]{64}$/.test(image))
      .map((image) => `${path}: job ${id} uses the image "${image}" without its digest.`),
  ]);

function imagesOf(job: JsonObject): readonly string[] {
  const containers: readonly Json[] = [job["container"] ?? null, ...Object.values(objectAt(job, "services"))];
  return containers
    .map((container) => (isJsonObject(container) ? textAt(container, "image") : container))
    .filter((image): image is string => typeof image === "string");
}

/**
 * Promotions and deployments wait for each other and none is dropped: GitHub cancels an older pending run unless
 * `queue: max` is set.
 */
export const deploymentsQueue: WorkflowRule = (workflow) =>
  workflow.jobs
    .filter((job) => runsCommand(job, "promote", "deploy"))
    .filter((job) => {
      const groups = groupsOf(workflow, job);
      return (
        groups.length === 0 ||
        groups.some((group) => group["queue"] !== "max" || (group["cancel-in-progress"] ?? false) !== false)
      );
    })
    .map(
      ({ id }) =>
        `${workflow.path}: job ${id} needs a concurrency group with "queue: max" that cancels nothing.`,
    );

/** Whoever takes something back waits for nobody, and does so because of a finding, not because anything failed. */
export const rollbacksWaitForNobody: WorkflowRule = (workflow) =>
  workflow.jobs
    .filter((job) => runsCommand(job, "rollback", "freeze"))
    .flatMap((job) => [
      ...(groupsOf(workflow, job).length > 0
        ? [`${workflow.path}: job ${job.id} rolls back or freezes, and stands in a concurrency group.`]
        : []),
      ...(/failure\(\)/.test(JSON.stringify(job.raw))
        ? [`${workflow.path}: job ${job.id} rolls back on failure(). Use an output of the verdict.`]
        : []),
    ]);

function groupsOf({ raw }: Workflow, job: Job): readonly JsonObject[] {
  return [raw["concurrency"], job.raw["concurrency"]].flatMap((group) => {
    if (group === undefined || group === null) return [];
    return [isJsonObject(group) ? group : {}];
  });
}

/** A required check (`ok`, `<name>-ok`) always runs to an end, and passes only when everything that it needs did. */
export const requiredChecksAlwaysReport: WorkflowRule = ({ path, events, jobs }) => {
  const required = jobs.filter(({ id }) => /(^|-)ok$/.test(id));
  if (required.length === 0) return [];
  const filtered = Object.entries(events).filter(
    ([event, settings]) =>
      /^pull_request$|^merge_group$/.test(event) &&
      isJsonObject(settings ?? null) &&
      Object.keys(settings as JsonObject).some((key) => key.startsWith("paths")),
  );
  return [
    ...filtered.map(
      ([event]) => `${path}: ${event} has a paths filter, so that the required check may stay pending.`,
    ),
    ...("merge_group" in events ? [] : [`${path}: the required check does not run on merge_group.`]),
    ...required.flatMap(({ id, raw }) => faultsOfGather(raw).map((fault) => `${path}: job ${id} ${fault}.`)),
    ...required.flatMap(({ id, raw }) => {
      const needed = [raw["needs"] ?? []].flat();
      const forgotten = jobs.filter((job) => job.id !== id && !needed.includes(job.id));
      return forgotten.map((job) => `${path}: job ${id} does not wait for ${job.id}.`);
    }),
  ];
};

function faultsOfGather(job: JsonObject): readonly string[] {
  return [
    ...(/^(\$\{\{ )?always\(\)( \}\})?$/.test(textAt(job, "if")) ? [] : ['needs "if: always()"']),
    ...(/needs\.\*\.result|needs\.[\w-]+\.result/.test(JSON.stringify(job["steps"] ?? []))
      ? []
      : ["does not look at needs.*.result"]),
  ];
}
