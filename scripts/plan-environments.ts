import { planEnvironmentsCommand } from "../src/cli/commands/plan-environments.ts";
import { runCommand } from "../src/cli/run-command.ts";

await runCommand(planEnvironmentsCommand);
