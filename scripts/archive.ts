import { archiveCommand } from "../src/cli/commands/archive.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(archiveCommand);
