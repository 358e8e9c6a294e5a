import { evalRunnerCommand } from "../src/cli/commands/eval-runner.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(evalRunnerCommand);
