import type { Result } from "../../evaluation/result.ts";
import type { CommandContext } from "./command.ts";
import { progressLine } from "./progress-line.ts";

export interface Progress {
  onResult(result: Result): void;
  end(): void;
}

const REDRAW_MS = 100;
/** Without a terminal (CI) a plain line now and then says that it is alive. */
const PLAIN_LINE_MS = 20_000;

/** The rate is that of the last seconds: the first call goes alone, and would make a fast run look slow. */
const RATE_WINDOW_MS = 5_000;

/** Rate, errors, spend and time left of `total` answers: one line that is redrawn on a terminal, plain lines elsewhere. */
export function watchProgress({ terminal }: CommandContext, task: string, total: number): Progress {
  const every = terminal.isInteractive ? REDRAW_MS : PLAIN_LINE_MS;
  let [done, errors, usd, shown] = [0, 0, 0, performance.now()];
  const rateOf = createRate(shown);
  return {
    onResult: (result) => {
      done += 1;
      errors += result.error === undefined ? 0 : 1;
      usd += (result.costUsd ?? 0) + (result.judging?.usd ?? 0);
      const now = performance.now();
      if (now - shown < every) return;
      shown = now;
      const isConfirmation = done > total;
      const advance = { task, total, done: isConfirmation ? done - total : done, isConfirmation };
      const line = progressLine({ ...advance, errors, usd, rate: rateOf(done, now) });
      if (terminal.isInteractive) terminal.progress(line);
      else terminal.say(line);
    },
    end: () => terminal.progress(""),
  };
}

/** Answers a second since about five seconds ago, or since the last look where that is longer ago. */
function createRate(startedMs: number): (done: number, nowMs: number) => number {
  const seen = [{ at: startedMs, done: 0 }];
  return (done, at) => {
    while (seen.length > 1 && at - (seen[1]?.at ?? at) > RATE_WINDOW_MS) seen.shift();
    const from = seen[0] ?? { at: startedMs, done: 0 };
    seen.push({ at, done });
    return (done - from.done) / Math.max(0.001, (at - from.at) / 1000);
  };
}
