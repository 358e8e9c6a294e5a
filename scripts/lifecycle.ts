import { lifecycleCommand } from "../src/cli/commands/lifecycle.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(lifecycleCommand);
