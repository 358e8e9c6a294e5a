/** Every command with its summary, in the order of a prompt's life; a test compares them with what `--help` says. */
export const COMMANDS = {
  lifecycle: "The guided tour: all of it, end to end, on a scratch copy with the embedded defaults.",
  init: "Adopts prompts in an existing repository: folders, configuration, git's own files, caller workflows.",
  new: "Makes a ready task, from a CSV of examples or from a task that exists.",
  validate: "Checks all files of the repository; all problems in one run.",
  "eval-runner": "Runs a task's examples, scores the answers, judges the gate and logs the run.",
  promote: "Candidate to production on recorded evidence; --to VERSION goes back to an earlier version.",
  archive: "Retires a version or a whole task; --evals prunes old runs. Bytes of versions are never lost.",
  release: "Writes what is in production as the folder of a release, from which an image is built.",
  deploy: "Puts what is in production on a target and watches it until it is verified or rolled back.",
  rollback:
    "Brings a previous verified release, or one task of it, back. Needs no provider, no build and no key.",
  restore: "Makes a task's template say again what production says, here or as a pull request to its owners.",
  drift: "Evaluates what is in production again and says which task is no longer what it was.",
  freeze: "Lets deployments of an environment wait until a moment; rollbacks do not wait.",
  reconcile:
    "Shows where git, registry, locked files, runs, images and services disagree; --fix finishes and mends.",
  status: "What runs where, on which evidence, since when; --task T says why.",
  diff: "Two versions of a prompt side by side: what differs, and what each scored.",
  bisect: "The version that broke an answer: its commit, its change, and both answers.",
  "gate-replay": "What the gate would have decided about recorded runs under other rules.",
  "plan-environments": "Where production has to be deployed, in order, for the jobs of a workflow.",
  "publish-deployment":
    "Tells GitHub how a deployment or a rollback ended: summary, outputs, a deployment of its own.",
  "plan-check": "Which tasks a change touches and how many machines evaluate them, for the workflow `check`.",
  "publish-check":
    "One comment, one check run with annotations and one summary for a pull request's evaluation.",
  recheck: "After an owner's review that accepts an unproven drop, the pull request's check looks once more.",
  "take-change":
    "Brings the data files of one exact commit into this checkout, so that our code and key evaluate them.",
  "take-evidence": "Takes what a pull request's check measured, where it proves what is to be promoted.",
  doctor: "What this machine, this checkout and these keys still need, with the command that mends each.",
  "setup-github":
    "What the repository still needs on GitHub, with the exact commands; without --check it sets up what it can.",
  serve: "The prompt service: renders and runs what is in production, over HTTP.",
};

/** The list of commands, of those that exist. */
export function renderCommands(existing) {
  const names = Object.keys(COMMANDS).filter((name) => existing.includes(name));
  const rest = existing.filter((name) => !Object.hasOwn(COMMANDS, name));
  const width = Math.max(0, ...existing.map((name) => name.length));
  const lines = [...names, ...rest].map((name) =>
    `  ${name.padEnd(width)}  ${COMMANDS[name] ?? ""}`.trimEnd(),
  );
  return [
    "Usage: gpt-pipeline-hub <command> [flags]",
    "",
    ...lines,
    "",
    "gpt-pipeline-hub <command> --help shows a command's flags.",
    "",
  ].join("\n");
}
