import type { Result } from "../evaluation/result.ts";
import type { CommandContext } from "./command.ts";
import type { ReadyTask } from "./ready-task.ts";

export interface Progress {
  onResult(arm: string, result: Result): void;
  end(): void;
}

const REDRAW_MS = 100;

/** A line with rate, errors, spend and time left on a terminal; nothing elsewhere. `perExample`: answers for each example. */
export function watchProgress(
  { terminal }: CommandContext,
  { metadata, examples }: ReadyTask,
  perExample: number,
): Progress {
  const total = examples.length * perExample;
  const started = performance.now();
  let [done, errors, usd, drawn] = [0, 0, 0, 0];
  return {
    onResult: (_, result) => {
      done += 1;
      errors += result.error === undefined ? 0 : 1;
      usd += result.costUsd ?? 0;
      const now = performance.now();
      if (!terminal.isInteractive || now - drawn < REDRAW_MS) return;
      drawn = now;
      const rate = done / Math.max(0.001, (now - started) / 1000);
      const left = Math.ceil(Math.max(0, total - done) / rate);
      const spent = usd > 0 ? ` · $${usd.toFixed(4)}` : "";
      terminal.progress(
        `${metadata.task} ${done}/${total} · ${Math.round(rate)}/s · ${errors} errors${spent} · ${left} s left`,
      );
    },
    end: () => terminal.progress(""),
  };
}
