import { deployCommand } from "../src/cli/commands/deploy.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(deployCommand);
