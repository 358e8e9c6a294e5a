import { recheckCommand } from "../src/cli/commands/recheck.ts";
import { runCommand } from "../src/cli/run-command.ts";

await runCommand(recheckCommand);
