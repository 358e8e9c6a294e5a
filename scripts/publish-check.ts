import { publishCheckCommand } from "../src/cli/commands/publish-check.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(publishCheckCommand);
