import { releaseCommand } from "../src/cli/commands/release.ts";
import { runCommand } from "../src/cli/run-command.ts";

await runCommand(releaseCommand);
