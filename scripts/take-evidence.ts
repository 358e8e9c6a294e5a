import { takeEvidenceCommand } from "../src/cli/commands/take-evidence.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(takeEvidenceCommand);
