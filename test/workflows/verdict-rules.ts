import { type Job, objectAt, type Step, textAt, type Workflow, type WorkflowRule } from "./workflow-file.ts";

const BASE = `\${{ github.event.pull_request.base.sha || github.event.merge_group.base_sha || 'origin/main' }}`;
const TOKEN = `\${{ secrets.GITHUB_TOKEN }}`;

/**
 * The steps that decide whether a check is green: they ask nobody whether there is something to say, look at what their own job proved
 * alone, and at the whole change. A change here is a change of the gate.
 */
const DECIDING: Readonly<Record<string, Readonly<Record<"if" | "run" | "env", string>>>> = {
  validate: { if: "", run: 'npm run validate -- --root "$GITHUB_WORKSPACE"', env: "{}" },
  "publish-check": {
    if: `\${{ !cancelled() }}`,
    run: 'npm run publish-check -- --root "$GITHUB_WORKSPACE" --evidence "$RUNNER_TEMP/check" --changed-since "$BASE"',
    env: JSON.stringify({ BASE, GITHUB_TOKEN: TOKEN }),
  },
};

const runs = ({ run }: Step, command: string): boolean => new RegExp(`\\bnpm run ${command}\\b`).test(run);
const hasStep = ({ steps }: Job, command: string): boolean => steps.some((step) => runs(step, command));

/** A workflow that evaluates changes and has to be green before a merge. */
const isCheck = ({ jobs }: Workflow): boolean =>
  jobs.some(({ id }) => id === "ok") && jobs.some((job) => hasStep(job, "plan-check"));

/** Whatever a plan or an earlier run says, the files are validated and the verdict is given, each once. */
export const verdictsAreAlwaysGiven: WorkflowRule = (workflow) =>
  isCheck(workflow)
    ? Object.entries(DECIDING).flatMap(([command, decided]) => {
        const steps = workflow.jobs.flatMap((job) => job.steps).filter((step) => runs(step, command));
        const isDecided = ({ raw, run }: Step): boolean =>
          textAt(raw, "if") === decided.if &&
          run.trim() === decided.run &&
          JSON.stringify(objectAt(raw, "env")) === decided.env;
        return steps.length === 1 && steps.every(isDecided)
          ? []
          : [`${workflow.path}: the step "${command}" is not the one that was decided.`];
      })
    : [];

/** What another run left is looked at by commands that prove it; what counts as evidence comes from the job that gives the verdict. */
export const artifactsAreProven: WorkflowRule = ({ path, jobs }) =>
  jobs.flatMap((job) =>
    job.steps.flatMap(({ uses, with: given }) => [
      ...(uses.startsWith("actions/download-artifact@") && ("run-id" in given || "repository" in given)
        ? [`${path}: job ${job.id} downloads what another run left.`]
        : []),
      ...(uses.startsWith("actions/upload-artifact@") &&
      /^(evidence|\$\{\{)/.test(textAt(given, "name")) &&
      !hasStep(job, "publish-check")
        ? [`${path}: job ${job.id} leaves evidence and gives no verdict.`]
        : []),
    ]),
  );
