import { statusCommand } from "../src/cli/commands/status.ts";
import { runCommand } from "../src/cli/run-command.ts";

await runCommand(statusCommand);
