import { publishDeploymentCommand } from "../src/cli/commands/publish-deployment.ts";
import { runCommand } from "../src/cli/run-command.ts";

await runCommand(publishDeploymentCommand);
