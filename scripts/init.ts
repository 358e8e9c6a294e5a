import { initCommand } from "../src/cli/commands/init.ts";
import { runCommand } from "../src/cli/run-command.ts";

await runCommand(initCommand);
