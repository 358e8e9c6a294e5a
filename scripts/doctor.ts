import { doctorCommand } from "../src/cli/commands/doctor.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(doctorCommand);
