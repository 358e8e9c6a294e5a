import { validateCommand } from "../src/cli/commands/validate.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(validateCommand);
