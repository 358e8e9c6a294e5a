import { planEnvironmentsCommand } from "../src/cli/commands/plan-environments.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(planEnvironmentsCommand);
