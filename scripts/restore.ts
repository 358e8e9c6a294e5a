import { restoreCommand } from "../src/cli/commands/restore.ts";
import { runCommand } from "../src/cli/run-command.ts";

await runCommand(restoreCommand);
