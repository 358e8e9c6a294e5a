import { takeEvidenceCommand } from "../src/cli/commands/take-evidence.ts";
import { runCommand } from "../src/cli/run-command.ts";

await runCommand(takeEvidenceCommand);
