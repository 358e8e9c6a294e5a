import { driftCommand } from "../src/cli/commands/drift.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(driftCommand);
