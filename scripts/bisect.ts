import { bisectCommand } from "../src/cli/commands/bisect.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(bisectCommand);
