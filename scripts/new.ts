import { newCommand } from "../src/cli/commands/new.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(newCommand);
