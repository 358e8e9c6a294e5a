import { diffCommand } from "../src/cli/commands/diff.ts";
import { runCommand } from "../src/cli/run-command.ts";

await runCommand(diffCommand);
