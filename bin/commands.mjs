/** Every command with the line that the list of commands shows for it, in the order of a prompt's life. */
export const COMMANDS = {
  lifecycle: "the guided tour: all of it, end to end, on a scratch copy (npm start)",
  init: "adopt in an existing repository: folders, configuration, workflows",
  new: "a new task that validate accepts, from an example or a CSV",
  validate: "check all files; all problems in one run",
  "eval-runner": "run examples, score them, judge the gate, log the run",
  diff: "two versions side by side",
  bisect: "find the version that broke an answer",
  "gate-replay": "what the gate would have decided under other limits",
  promote: "candidate to production on evidence; --to VERSION goes back",
  archive: "retire a version or a task; prune old runs",
  deploy: "put a release on a target and watch it until verified or rolled back",
  rollback: "bring a previous verified release, or one task of it, back",
  freeze: "make deployments wait; rollbacks do not",
  reconcile: "compare git, registry, image and running service; finish what differs",
  status: "what runs where, on which evidence, since when",
  serve: "the prompt service",
  "run-pipeline": "run a chain of tasks over JSONL records",
  capture: "turn a bad execution into an example",
  "migrate-model": "replace a model that is retired",
  import: "read promptfoo, .prompt.yml, OpenAI evals or CSV",
  export: "write .prompt.yml or plain files",
  "setup-github": "what the repository on GitHub still needs, with the exact commands",
  doctor: "what this machine, the repository or a key still needs",
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
