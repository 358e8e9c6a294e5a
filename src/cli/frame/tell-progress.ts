import { formatDuration } from "../../reporting/figures.ts";
import type { Terminal } from "./terminal.ts";

const CALM_MS = 20_000;

/**
 * Lines about something that takes long, each with the time since the first one: redrawn on a terminal; elsewhere each new one, and the
 * same one not twice in 20 seconds.
 */
export function tellProgress(terminal: Terminal): (line: string) => void {
  let [last, at] = ["", 0];
  let begun: number | undefined;
  return (line) => {
    const now = performance.now();
    begun ??= now;
    const elapsed = Math.round((now - begun) / 1000);
    const timed = elapsed === 0 ? line : `${line} · ${formatDuration(elapsed * 1000)}`;
    if (terminal.isInteractive) return terminal.progress(timed);
    if (line === last && now - at < CALM_MS) return;
    [last, at] = [line, now];
    terminal.say(timed);
  };
}
