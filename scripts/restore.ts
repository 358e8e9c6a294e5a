import { restoreCommand } from "../src/cli/commands/restore.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(restoreCommand);
