import { promoteCommand } from "../src/cli/commands/promote.ts";
import { runCommand } from "../src/cli/run-command.ts";

await runCommand(promoteCommand);
