import { statusCommand } from "../src/cli/commands/status.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(statusCommand);
