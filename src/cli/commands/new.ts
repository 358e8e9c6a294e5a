import type { Command } from "../frame/command.ts";
import { usage } from "../frame/parse-flags.ts";

export const newCommand: Command = {
  name: "new",
  summary: "Makes a ready task, from a CSV of examples or from a task that exists.",
  writes: true,
  flags: {
    task: { kind: "text", value: "TASK", help: "what the new task is called" },
    group: { kind: "text", value: "GROUP", help: "the folder that it stands in (default: none)" },
    owner: { kind: "many", value: "OWNER", help: "who answers for it, for example @acme/support" },
    from: {
      kind: "text",
      value: "data.csv",
      help: "columns: id (optional), inputs, and expected or expected.<field>",
    },
    like: {
      kind: "text",
      value: "TASK",
      help: "begin as this task; with --from take only its owners and model",
    },
  },
  examples: [
    "npm run new -- --task part_colour --from parts.csv --owner @acme/catalogue",
    "npm run new -- --task industry_v2 --group catalogue --like industry_classification --dry-run",
  ],
  run: async (context) => {
    const { flags } = context;
    const task = flags.text("task");
    if (task === undefined) throw usage(newCommand, "no task is named", "Give --task TASK.");
    const { makeNewTask } = await import("../adoption/new-task.ts");
    const group = flags.text("group");
    return makeNewTask(context, group === undefined ? { id: task } : { id: task, group });
  },
};
