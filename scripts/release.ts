import { releaseCommand } from "../src/cli/commands/release.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(releaseCommand);
