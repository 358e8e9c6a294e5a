import type { Terminal } from "./terminal.ts";

const CALM_MS = 20_000;

/** Lines about something that takes long: redrawn on a terminal; elsewhere each new one, and the same one not twice in 20 seconds. */
export function tellProgress(terminal: Terminal): (line: string) => void {
  let [last, at] = ["", 0];
  return (line) => {
    if (terminal.isInteractive) return terminal.progress(line);
    const now = performance.now();
    if (line === last && now - at < CALM_MS) return;
    [last, at] = [line, now];
    terminal.say(line);
  };
}
