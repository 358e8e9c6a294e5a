import { objectAt, runsCommand, type WorkflowRule } from "./workflow-file.ts";

/** A tag can be moved, a commit cannot. The comment says which version it is. */
export const actionsArePinned: WorkflowRule = ({ path, text }) =>
  text.split("\n").flatMap((line, index) => {
    const uses = /^\s*(?:-\s+)?uses:\s*(.*)$/.exec(line)?.[1]?.trim();
    if (uses === undefined || uses.startsWith("./")) return [];
    const pinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(uses);
    return pinned ? [] : [`${path}:${index + 1}: pin "${uses}" to a commit, with its version in a comment.`];
  });

/** What comes from an event is data: it reaches a script as a variable, never as part of its text. */
export const scriptsHoldNoExpression: WorkflowRule = ({ path, jobs }) =>
  jobs.flatMap(({ id, steps }) =>
    steps
      .filter(({ run, with: given }) => run.includes("${{") || String(given["script"] ?? "").includes("${{"))
      .map(() => `${path}: job ${id} has an expression inside a script. Pass it by env.`),
  );

/** Whoever installs runs no script of a package. */
export const installsRunNoScripts: WorkflowRule = ({ path, jobs }) =>
  jobs.flatMap(({ id, script }) =>
    script
      .split("\n")
      .filter((line) => /\bnpm (ci|install|i)\b/.test(line) && !line.includes("--ignore-scripts"))
      .map((line) => `${path}: job ${id} runs "${line.trim()}" without --ignore-scripts.`),
  );

/** The token stays out of the working folder, where every later step could read it. */
export const checkoutKeepsNoToken: WorkflowRule = ({ path, jobs }) =>
  jobs.flatMap(({ id, steps }) =>
    steps
      .filter(
        ({ uses, with: given }) =>
          uses.startsWith("actions/checkout@") && given["persist-credentials"] !== false,
      )
      .map(() => `${path}: job ${id} checks out without "persist-credentials: false".`),
  );

/** A command that looks at history gets all of it. */
export const historyIsComplete: WorkflowRule = ({ path, jobs }) =>
  jobs
    .filter(
      (job) =>
        job.script.includes("--changed-since") ||
        runsCommand(job, "promote", "deploy", "rollback", "reconcile"),
    )
    .filter(({ steps }) =>
      steps.some(
        ({ uses, with: given }) => uses.startsWith("actions/checkout@") && given["fetch-depth"] !== 0,
      ),
    )
    .map(({ id }) => `${path}: job ${id} looks at history, but checks out without "fetch-depth: 0".`);

/** A step that may fail without anybody noticing decides nothing. */
export const failuresCount: WorkflowRule = ({ path, jobs }) =>
  jobs
    .filter(({ raw, steps }) =>
      [raw, ...steps.map((step) => step.raw)].some((one) => (one["continue-on-error"] ?? false) !== false),
    )
    .map(({ id }) => `${path}: job ${id} continues on errors.`);

/** One shell everywhere, which stops at the first failure, in pipes too. */
export const shellIsBash: WorkflowRule = ({ path, raw, jobs }) => {
  const shellOf = (one: typeof raw): unknown => objectAt(objectAt(one, "defaults"), "run")["shell"];
  return jobs
    .filter((job) => job.calls === "" && (shellOf(job.raw) ?? shellOf(raw)) !== "bash")
    .map(({ id }) => `${path}: job ${id} does not set "shell: bash" as its default.`);
};
