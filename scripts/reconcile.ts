import { reconcileCommand } from "../src/cli/commands/reconcile.ts";
import { runCommand } from "../src/cli/run-command.ts";

await runCommand(reconcileCommand);
