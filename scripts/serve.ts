import { serveCommand } from "../src/cli/commands/serve.ts";
import { runCommand } from "../src/cli/frame/run-command.ts";

await runCommand(serveCommand);
