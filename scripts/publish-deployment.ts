import { publishDeploymentCommand } from "../src/cli/commands/publish-deployment.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(publishDeploymentCommand);
