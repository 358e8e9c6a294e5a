import type { Result } from "../../evaluation/result.ts";
import { counted } from "../../reporting/figures.ts";
import type { Terminal } from "../frame/terminal.ts";

/** What is asked of a running service. */
export interface LiveQuestions {
  readonly task: string;
  readonly version: string;
  /** Answers of the first round, both versions together. */
  readonly total: number;
}

const PARTS = 4;

/**
 * Says how far a live evaluation has come: on a terminal with each answer, elsewhere when it begins and with each quarter, so that a
 * log shows that it is alive and equal runs have equal logs. What is asked once more to confirm begins at zero again.
 */
export function liveProgress(
  terminal: Pick<Terminal, "isInteractive" | "progress" | "say">,
  { task, version, total }: LiveQuestions,
): (result: Result) => void {
  const tell = (line: string): void =>
    terminal.isInteractive ? terminal.progress(line) : terminal.say(line);
  const what = `evaluating ${task} ${version} on the running service`;
  let [done, errors] = [0, 0];
  tell(`${what}: ${counted(total, "answer")} to come`);
  return ({ error }) => {
    done += 1;
    errors += error === undefined ? 0 : 1;
    const isConfirmation = done > total;
    const round = isConfirmation ? done - total : done;
    if (!terminal.isInteractive && !endsPart(round, total)) return;
    const again = isConfirmation ? ", asked once more to confirm" : "";
    const failed = errors === 0 ? "" : `, ${counted(errors, "error")}`;
    tell(`${what}: ${round} of ${counted(total, "answer")}${again}${failed}`);
  };
}

const endsPart = (done: number, total: number): boolean =>
  Math.floor((PARTS * done) / total) > Math.floor((PARTS * (done - 1)) / total);
