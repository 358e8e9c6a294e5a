import { deployCommand } from "../src/cli/commands/deploy.ts";
import { runCommand } from "../src/cli/run-command.ts";

await runCommand(deployCommand);
