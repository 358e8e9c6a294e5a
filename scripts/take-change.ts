import { takeChangeCommand } from "../src/cli/commands/take-change.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(takeChangeCommand);
