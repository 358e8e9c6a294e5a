import { driftCommand } from "../src/cli/commands/drift.ts";
import { runCommand } from "../src/cli/run-command.ts";

await runCommand(driftCommand);
