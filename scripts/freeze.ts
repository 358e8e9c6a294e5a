import { freezeCommand } from "../src/cli/commands/freeze.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(freezeCommand);
