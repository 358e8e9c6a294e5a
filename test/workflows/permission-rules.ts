import { runsCommand, textAt, type WorkflowRule } from "./workflow-file.ts";

/** Nothing is allowed at the top; each job says what it needs. */
export const permissionsAreExplicit: WorkflowRule = ({ path, raw, jobs }) => [
  ...(JSON.stringify(raw["permissions"]) === "{}"
    ? []
    : [`${path}: the workflow needs "permissions: {}" at its top.`]),
  ...jobs
    .filter(({ permissions }) => permissions === undefined)
    .map(({ id }) => `${path}: job ${id} names no permissions.`),
];

const NEEDS_ID_TOKEN = /^(aws-actions\/configure-aws-credentials|actions\/attest)@/;

/** A token for a cloud role exists only where one is assumed, or where provenance is signed. */
export const idTokenOnlyWhereUsed: WorkflowRule = ({ path, jobs }) =>
  jobs
    .filter(({ permissions }) => permissions?.["id-token"] === "write")
    .filter(({ calls, steps }) => calls === "" && !steps.some(({ uses }) => NEEDS_ID_TOKEN.test(uses)))
    .map(({ id }) => `${path}: job ${id} has id-token: write, but assumes no role.`);

/** Only a job that commits may write contents. */
export const contentsWrittenOnlyByCommits: WorkflowRule = ({ path, jobs }) =>
  jobs
    .filter(({ permissions }) => permissions?.["contents"] === "write")
    .filter(({ calls, script }) => calls === "" && !/--push\b|\bgit push\b/.test(script))
    .map(({ id }) => `${path}: job ${id} has contents: write, but pushes nothing.`);

/** Which command a role of AWS is for; the one for images is for none. */
const WORK: Readonly<Record<string, readonly string[]>> = {
  AWS_DEPLOY_ROLE: ["deploy"],
  AWS_ROLLBACK_ROLE: ["rollback"],
  AWS_OBSERVE_ROLE: ["reconcile"],
  AWS_RELEASE_ROLE: [],
};
const CHANGING = ["deploy", "rollback", "promote", "archive", "freeze", "reconcile"] as const;

/** A job takes the role for what it does: who only looks could not change anything, and who looks at all takes no role that could. */
export const rolesFitTheWork: WorkflowRule = ({ path, jobs }) =>
  jobs.flatMap((job) => {
    const roles = job.steps.flatMap(({ with: given }) => [
      ...textAt(given, "role-to-assume").matchAll(/\bvars\.([A-Z_]+)/g),
    ]);
    return roles.flatMap(([, role = ""]) => {
      const allowed = WORK[role] ?? [];
      const others = CHANGING.filter((command) => !allowed.includes(command) && runsCommand(job, command));
      const isFixing = role === "AWS_OBSERVE_ROLE" && /\breconcile\b.*--fix\b/.test(job.script);
      return [
        ...others.map((command) => `${path}: job ${job.id} takes ${role} and runs ${command}.`),
        ...(isFixing ? [`${path}: job ${job.id} takes ${role} and changes what it finds.`] : []),
      ];
    });
  });
