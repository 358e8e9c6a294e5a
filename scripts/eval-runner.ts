import { evalRunnerCommand } from "../src/cli/commands/eval-runner.ts";
import { runCommand } from "../src/cli/run-command.ts";

await runCommand(evalRunnerCommand);
