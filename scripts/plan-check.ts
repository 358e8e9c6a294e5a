import { planCheckCommand } from "../src/cli/commands/plan-check.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(planCheckCommand);
