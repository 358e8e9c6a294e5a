import { isJsonObject, type JsonObject } from "../../src/prompts/reading/json.ts";
import {
  type Job,
  leavesOf,
  linesRunning,
  objectAt,
  reachesCommand,
  runsCommand,
  textAt,
  type Workflow,
  type WorkflowRule,
} from "./workflow-file.ts";

/** Events that run with the repository's rights on, or after, what a stranger wrote. */
export const strangersGetNoRights: WorkflowRule = ({ path, events }) =>
  ["pull_request_target", "workflow_run"]
    .filter((event) => event in events)
    .map((event) => `${path}: ${event} runs with our rights on a stranger's code or artifacts.`);

const MOST_MINUTES = 180;

/** No job hangs for the six hours that are the default. */
export const jobsEnd: WorkflowRule = ({ path, jobs }) =>
  jobs
    .filter(({ calls }) => calls === "")
    .filter(({ raw }) => !(Number(raw["timeout-minutes"]) <= MOST_MINUTES))
    .map(({ id }) => `${path}: job ${id} has no timeout-minutes of at most ${MOST_MINUTES}.`);

/** What a person decided, or the machine takes back: with a reason, and never behind what waits. */
const decides = (job: Job): boolean =>
  runsCommand(job, "archive", "rollback", "freeze") || linesRunning(job, "promote").some(isDecided);
const isDecided = (line: string): boolean => /--(override|to|reason)\b/.test(line);

const queues = (job: Job): boolean =>
  runsCommand(job, "deploy") || linesRunning(job, "promote").some((line) => !isDecided(line));

/**
 * Promotions on evidence wait for each other, and so do deployments to one environment; none is dropped. GitHub cancels an older pending run
 * unless `queue: max` is set, and a group that is new with each run holds nothing back.
 */
export const deploymentsQueue: WorkflowRule = (workflow) =>
  workflow.jobs.filter(queues).flatMap((job) => {
    const groups = groupsOf(workflow, job);
    const isQueue = groups.length > 0 && groups.every((group) => isQueueOf(group, job));
    const { strategy = null } = job.raw;
    const isOrdered = !isJsonObject(strategy) || (strategy["max-parallel"] === 1 && strategy["fail-fast"]);
    return [
      ...(isQueue
        ? []
        : [
            `${workflow.path}: job ${job.id} needs a concurrency group with "queue: max" that cancels nothing.`,
          ]),
      ...(isOrdered
        ? []
        : [`${workflow.path}: job ${job.id} does not take one environment after the other.`]),
    ];
  });

function isQueueOf(group: JsonObject, job: Job): boolean {
  const isOneAnEnvironment = job.raw["strategy"] !== undefined;
  const name = isOneAnEnvironment ? /^[\w-]+-\$\{\{ matrix\.name \}\}$/ : /^[\w-]+$/;
  return (
    name.test(textAt(group, "group")) &&
    group["queue"] === "max" &&
    (group["cancel-in-progress"] ?? false) === false
  );
}

/** A decision, and whoever calls the workflow that carries it out, waits in no group. */
export const decisionsWaitForNobody: WorkflowRule = (workflow) =>
  workflow.jobs
    .filter((job) => decides(job) || reachesCommand(job, "rollback", "freeze", "archive"))
    .filter((job) => groupsOf(workflow, job).length > 0)
    .map(({ id }) => `${workflow.path}: job ${id} decides or rolls back, and stands in a concurrency group.`);

/** A rollback follows a finding: an output of the job before it, not that anything failed. */
export const rollbacksFollowFindings: WorkflowRule = ({ path, jobs }) =>
  jobs
    .filter((job) => runsCommand(job, "rollback") || job.called.some((one) => runsCommand(one, "rollback")))
    .flatMap((job) => {
      const conditions = leavesOf(job.raw).filter(({ keys }) => keys.at(-1) === "if");
      const isFailure = conditions.some(({ text }) =>
        /failure\(\)|\.(result|outcome|conclusion)\b/.test(text),
      );
      const waits = job.raw["needs"] !== undefined;
      const isFinding = /\bneeds\.[\w-]+\.outputs\.\w+ != ''/.test(textAt(job.raw, "if"));
      return [
        ...(isFailure
          ? [`${path}: job ${job.id} rolls back on failure(). Use an output of the verdict.`]
          : []),
        ...(waits && !isFinding
          ? [`${path}: job ${job.id} rolls back on no output of the job before it.`]
          : []),
      ];
    });

/** Nobody decides without a sentence for the record: neither the command nor the form that starts it. */
export const decisionsHaveReasons: WorkflowRule = ({ path, jobs, events }) => [
  ...jobs.flatMap((job) =>
    [...linesRunning(job, "archive", "rollback", "freeze", "restore"), ...linesRunning(job, "promote")]
      .filter((line) => !/--all-ready\b|--reason "\$REASON"/.test(line))
      .map((line) => `${path}: job ${job.id} decides without a reason: ${line.trim()}`),
  ),
  ...Object.keys(events)
    .map((event) => ({ event, reason: objectAt(objectAt(events, event), "inputs")["reason"] }))
    .filter(({ reason }) => isJsonObject(reason ?? null) && (reason as JsonObject)["required"] !== true)
    .map(({ event }) => `${path}: ${event} does not ask for a reason.`),
];

function groupsOf({ raw }: Workflow, job: Job): readonly JsonObject[] {
  return [raw["concurrency"], job.raw["concurrency"]].flatMap((group) => {
    if (group === undefined || group === null) return [];
    return [isJsonObject(group) ? group : {}];
  });
}
