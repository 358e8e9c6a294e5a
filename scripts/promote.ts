import { promoteCommand } from "../src/cli/commands/promote.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(promoteCommand);
