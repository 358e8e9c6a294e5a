import { recheckCommand } from "../src/cli/commands/recheck.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(recheckCommand);
