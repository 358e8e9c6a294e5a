import { diffCommand } from "../src/cli/commands/diff.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(diffCommand);
