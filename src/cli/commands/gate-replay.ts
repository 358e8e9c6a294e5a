import type { Command } from "../frame/command.ts";

export const gateReplayCommand: Command = {
  name: "gate-replay",
  summary: "What the gate would have decided about recorded runs under other rules.",
  writes: false,
  flags: {
    threshold: {
      kind: "number",
      value: "X",
      help: "instead of each run's own threshold",
      least: 0,
      most: 1,
    },
    "max-regression": { kind: "number", value: "X", help: "a smaller drop is none", least: 0, most: 1 },
    alpha: { kind: "number", value: "X", help: "how surprising a drop must be", least: 0, most: 1 },
    since: { kind: "text", value: "DATE", help: "only runs since then (default: all)" },
    task: { kind: "text", value: "TASK", help: "only this task (default: all)" },
  },
  examples: [
    "npm run gate-replay -- --threshold 0.9 --since 2026-01-01",
    "npm run gate-replay -- --task feature_determination --max-regression 0.05",
  ],
  run: async (context) => (await import("../inspection/replay-gate.ts")).replayGate(context),
};
