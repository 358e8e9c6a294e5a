import { differences, type EndState, endState, type Line, runWithFault } from "../builders/fault-runs.ts";
import { anEvaluatedGround, type GitGround } from "../builders/git-ground.ts";
import { labelTemplate } from "../builders/label-task.ts";

const GIT = ["--commit", "--push"] as const;

export const PROMOTE: Line = ["promote", "--task", "colour", ...GIT, "--tag"];
export const RETIRE: Line = [
  "archive",
  "--task",
  "colour",
  "--version",
  "1.0.0",
  "--reason",
  "leaks",
  ...GIT,
];
export const RETURN: Line = ["promote", "--task", "colour", "--to", "1.0.0", "--reason", "worse", ...GIT];

export interface CrashGrounds {
  /** Version 1.0.0 is in production, and a better candidate has its evidence. */
  readonly ready: GitGround;
  /** Version 1.0.1 is in production. */
  readonly promoted: GitGround;
}

export async function crashGrounds(): Promise<CrashGrounds> {
  const ready = await anEvaluatedGround(["colour"]);
  await ready.must("promote", "--all-ready", ...GIT, "--tag");
  ready.author({ "prompts/00-templates/colour.yaml": labelTemplate("colour", "Which colour is it?") });
  await ready.must("eval-runner", "--all", "--quiet");
  const promoted = ready.copy();
  await promoted.must("promote", "--task", "colour", ...GIT, "--tag");
  return { ready, promoted };
}

export interface Recovered {
  readonly at: number;
  /** Null for a killed run. */
  readonly exit: number | null;
  /** The exit of the same command run again. */
  readonly again: number | null;
  /** What is not as an undisturbed run leaves it. */
  readonly differs: readonly string[];
}

/** Kills the command at one call, runs it again, and compares with what an undisturbed run leaves. */
export async function killAndRunAgain(
  start: GitGround,
  line: Line,
  at: number,
  wanted: EndState,
): Promise<Recovered> {
  const ground = start.copy();
  try {
    const { exit } = await runWithFault(ground, line, { kind: "kill", at });
    const [command, ...flags] = line;
    const again = await ground.run(command, ...flags);
    return { at, exit, again: again.exit, differs: differences(endState(ground), wanted) };
  } finally {
    ground.remove();
  }
}
