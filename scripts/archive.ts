import { archiveCommand } from "../src/cli/commands/archive.ts";
import { runCommand } from "../src/cli/run-command.ts";

await runCommand(archiveCommand);
