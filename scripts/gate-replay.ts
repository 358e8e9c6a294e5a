import { gateReplayCommand } from "../src/cli/commands/gate-replay.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(gateReplayCommand);
