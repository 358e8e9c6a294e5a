import { freezeCommand } from "../src/cli/commands/freeze.ts";
import { runCommand } from "../src/cli/run-command.ts";

await runCommand(freezeCommand);
