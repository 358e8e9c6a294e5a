import { reconcileCommand } from "../src/cli/commands/reconcile.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(reconcileCommand);
