import { spawnSync } from "node:child_process";
import { type Job, objectAt, textAt, type Workflow, type WorkflowRule } from "./workflow-file.ts";

/** The required check of a workflow: `ok`, or `<name>-ok`. */
const requiredOf = ({ jobs }: Workflow): readonly Job[] => jobs.filter(({ id }) => /(^|-)ok$/.test(id));

const STARTS = ["opened", "synchronize", "reopened"];

/** A required check starts for every pull request, each push to it, and in the queue, where no result is thrown away. */
export const requiredChecksAlwaysStart: WorkflowRule = (workflow) => {
  const { path, raw, events } = workflow;
  if (requiredOf(workflow).length === 0) return [];
  const settings = objectAt(events, "pull_request");
  const { types = STARTS } = settings;
  const missing = STARTS.filter((type) => Array.isArray(types) && !types.includes(type));
  const filters = [
    ...Object.keys(settings).filter((key) => key !== "types"),
    ...Object.keys(objectAt(events, "merge_group")),
  ];
  const cancels = objectAt(raw, "concurrency")["cancel-in-progress"] ?? false;
  return [
    ...filters.map((filter) => `${path}: the filter ${filter} may leave the required check pending.`),
    ...missing.map((type) => `${path}: the required check does not run on pull_request ${type}.`),
    ...["pull_request", "merge_group"]
      .filter((event) => !(event in events))
      .map((event) => `${path}: the required check does not run on ${event}.`),
    ...(cancels === false || cancels === `\${{ github.event_name == 'pull_request' }}`
      ? []
      : [`${path}: a result of the queue may be cancelled.`]),
  ];
};

/** It waits for every job, has the name by which it is required, and passes only when each of them did what it had to. */
export const requiredChecksGather: WorkflowRule = (workflow) =>
  requiredOf(workflow).flatMap((job) => {
    const needed = [job.raw["needs"] ?? []].flat();
    const forgotten = workflow.jobs.filter((one) => one.id !== job.id && !needed.includes(one.id));
    return [
      ...(/^(\$\{\{ )?always\(\)( \}\})?$/.test(textAt(job.raw, "if")) ? [] : ['needs "if: always()"']),
      ...(job.raw["name"] === undefined ? [] : ["has another name than its own"]),
      ...forgotten.map((one) => `does not wait for ${one.id}`),
      ...(forgotten.length > 0 ? [] : wrongAnswers(workflow, job)),
    ].map((fault) => `${workflow.path}: job ${job.id} ${fault}.`);
  });

const RESULTS = ["success", "failure", "cancelled", "skipped"] as const;
type Results = Readonly<Record<string, string>>;

/** Runs the job's own scripts on every combination of results and holds each answer against the right one. */
function wrongAnswers(workflow: Workflow, job: Job): readonly string[] {
  const before = workflow.jobs.filter(({ id }) => id !== job.id);
  const cases = combinations(before.map(({ id }) => id));
  const script = cases.map((results) => `( ${oneCase(job, results)}\n) > /dev/null 2>&1; echo $?`).join("\n");
  const { stdout } = spawnSync("bash", ["--noprofile", "--norc", "-c", script], { encoding: "utf8" });
  const answers = stdout.trim().split("\n");
  const wrong = cases.filter(
    (results, at) => (answers[at] === "0") !== before.every((one) => didItsPart(one, results)),
  );
  return wrong.slice(0, 1).map((results) => `answers wrongly where ${JSON.stringify(results)}`);
}

const combinations = (ids: readonly string[]): readonly Results[] =>
  ids.reduce<readonly Results[]>(
    (all, id) => all.flatMap((results) => RESULTS.map((result) => ({ ...results, [id]: result }))),
    [{}],
  );

/** A job that only sometimes has work may be skipped; one that has its own way to run always may not. */
function didItsPart({ id, raw }: Job, results: Results): boolean {
  const mayBeSkipped = /\boutputs\./.test(textAt(raw, "if"));
  return results[id] === "success" || (mayBeSkipped && results[id] === "skipped");
}

function oneCase({ steps }: Job, results: Results): string {
  return steps
    .map(({ raw, run }) => {
      const given = Object.entries(objectAt(raw, "env")).map(
        ([name, value]) => `export ${name}='${resultIn(String(value), results)}'`,
      );
      return ["set -eo pipefail", ...given, run].join("\n");
    })
    .join("\n");
}

const resultIn = (text: string, results: Results): string =>
  text.replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => {
    if (expression === "join(needs.*.result, ' ')") return Object.values(results).join(" ");
    return results[/^needs\.([\w-]+)\.result$/.exec(expression)?.[1] ?? ""] ?? "unknown";
  });
