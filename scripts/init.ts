import { initCommand } from "../src/cli/commands/init.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(initCommand);
