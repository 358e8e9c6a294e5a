import { takeChangeCommand } from "../src/cli/commands/take-change.ts";
import { runCommand } from "../src/cli/run-command.ts";

await runCommand(takeChangeCommand);
