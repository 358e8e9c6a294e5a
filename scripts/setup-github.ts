import { setupGithubCommand } from "../src/cli/commands/setup-github.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(setupGithubCommand);
