import type { Result } from "../evaluation/result.ts";
import type { CommandContext } from "./command.ts";

export interface Progress {
  onResult(result: Result): void;
  end(): void;
}

const REDRAW_MS = 100;
/** Without a terminal (CI) a plain line now and then says that it is alive. */
const PLAIN_LINE_MS = 20_000;

/** Rate, errors, spend and time left of `total` answers: one line that is redrawn on a terminal, plain lines elsewhere. */
export function watchProgress({ terminal }: CommandContext, task: string, total: number): Progress {
  const started = performance.now();
  const every = terminal.isInteractive ? REDRAW_MS : PLAIN_LINE_MS;
  let [done, errors, usd, shown] = [0, 0, 0, started];
  return {
    onResult: (result) => {
      done += 1;
      errors += result.error === undefined ? 0 : 1;
      usd += result.costUsd ?? 0;
      const now = performance.now();
      if (now - shown < every) return;
      shown = now;
      const rate = done / Math.max(0.001, (now - started) / 1000);
      const left = Math.ceil(Math.max(0, total - done) / rate);
      const spent = usd > 0 ? ` · $${usd.toFixed(4)}` : "";
      const line = `${task} ${done}/${total} · ${Math.round(rate)}/s · ${errors} errors${spent} · ${left} s left`;
      if (terminal.isInteractive) terminal.progress(line);
      else terminal.say(line);
    },
    end: () => terminal.progress(""),
  };
}
