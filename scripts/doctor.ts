import { doctorCommand } from "../src/cli/commands/doctor.ts";
import { runCommand } from "../src/cli/run-command.ts";

await runCommand(doctorCommand);
