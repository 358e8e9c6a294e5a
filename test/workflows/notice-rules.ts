import { type Job, objectAt, runsCommand, type Step, textAt, type WorkflowRule } from "./workflow-file.ts";

/** Commands that tell people by issues what they decided, or that something waits. */
const TELLING = ["promote", "deploy", "rollback", "drift", "take-evidence"] as const;

/** Who decides about production may open an issue, and has the token where the command runs. */
export const decisionsCanBeTold: WorkflowRule = ({ path, jobs }) =>
  jobs
    .filter((job) => runsCommand(job, ...TELLING))
    .filter(
      (job) => job.permissions?.["issues"] !== "write" || !job.steps.every((step) => hasToken(job, step)),
    )
    .map(
      ({ id }) =>
        `${path}: job ${id} decides, and can open no issue: it needs issues: write and GITHUB_TOKEN.`,
    );

const hasToken = (job: Job, { run, raw }: Step): boolean =>
  !runsCommand({ ...job, script: run }, ...TELLING) || textAt(objectAt(raw, "env"), "GITHUB_TOKEN") !== "";
