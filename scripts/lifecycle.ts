import { lifecycleCommand } from "../src/cli/commands/lifecycle.ts";
import { runCommand } from "../src/cli/run-command.ts";

await runCommand(lifecycleCommand);
