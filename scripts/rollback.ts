import { rollbackCommand } from "../src/cli/commands/rollback.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(rollbackCommand);
