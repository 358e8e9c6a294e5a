import { bisectCommand } from "../src/cli/commands/bisect.ts";
import { runCommand } from "../src/cli/run-command.ts";

await runCommand(bisectCommand);
