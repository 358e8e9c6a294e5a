import { objectAt, type WorkflowRule } from "./workflow-file.ts";

/** Commands look at history: who came from where, what was promoted before. Half a history gives wrong answers, not errors. */
export const historyIsComplete: WorkflowRule = ({ path, jobs }) =>
  jobs
    .filter(({ steps }) =>
      steps.some(
        ({ uses, with: given }) => uses.startsWith("actions/checkout@") && given["fetch-depth"] !== 0,
      ),
    )
    .map(({ id }) => `${path}: job ${id} looks at history, but checks out without "fetch-depth: 0".`);

/** A step that may fail without anybody noticing decides nothing. */
export const failuresCount: WorkflowRule = ({ path, jobs }) =>
  jobs.flatMap(({ id, raw, steps, script }) => [
    ...([raw, ...steps.map((step) => step.raw)].some((one) => (one["continue-on-error"] ?? false) !== false)
      ? [`${path}: job ${id} continues on errors.`]
      : []),
    ...script
      .replace(/\\\n/g, " ")
      .split("\n")
      .filter((line) => SWALLOWS.test(line))
      .map((line) => `${path}: job ${id} may not see that this failed: ${line.trim()}`),
  ]);

/** A command beside another one on its line, in the background, in a pipe or as a condition; and a shell that goes on. */
const SWALLOWS = /\bnpm\b.*[|;&]|[|;&!].*\bnpm\b|\b(if|while|until)\b.*\bnpm\b|\bset \+/;

/** One shell everywhere, which stops at the first failure, in pipes too. */
export const shellIsBash: WorkflowRule = ({ path, raw, jobs }) => {
  const shellOf = (one: typeof raw): unknown => objectAt(objectAt(one, "defaults"), "run")["shell"];
  return jobs
    .filter((job) => job.calls === "")
    .flatMap(({ id, raw: job, steps }) => [
      ...((shellOf(job) ?? shellOf(raw)) === "bash"
        ? []
        : [`${path}: job ${id} does not set "shell: bash" as its default.`]),
      ...(steps.some((step) => (step.raw["shell"] ?? "bash") !== "bash")
        ? [`${path}: job ${id} has a step with another shell than bash.`]
        : []),
    ]);
};
