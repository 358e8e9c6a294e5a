import { publishCheckCommand } from "../src/cli/commands/publish-check.ts";
import { runCommand } from "../src/cli/run-command.ts";

await runCommand(publishCheckCommand);
