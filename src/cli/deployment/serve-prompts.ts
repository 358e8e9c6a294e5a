import { resolve } from "node:path";
import type { Provider } from "../../evaluation/request.ts";
import { createDiskFiles } from "../../prompts/adapters/disk-files.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { readConfig } from "../../prompts/read-config.ts";
import type { RepositoryFiles } from "../../prompts/repository-files.ts";
import { writeReadyFile } from "../../service/adapters/ready-file.ts";
import { startService } from "../../service/adapters/start-service.ts";
import { stopOnSignals } from "../../service/adapters/stop-on-signals.ts";
import { parsePins } from "../../service/pins.ts";
import { createProvider } from "../evaluation/asking/providers.ts";
import { batchLines } from "../frame/batch-lines.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { DEFAULT_PORT } from "./service-port.ts";

const CONCURRENCY = 64;

/** Serves until a signal stops it. */
export async function servePrompts(context: CommandContext): Promise<CommandResult> {
  const { flags, environment, terminal } = context;
  const release = flags.text("release");
  const files = createDiskFiles(release === undefined ? context.root : resolve(release));
  const log = batchLines((lines) => terminal.show(lines));
  process.once("exit", log.flush);
  const service = await startService({
    source: { kind: release === undefined ? "repository" : "release", files },
    host: flags.text("host") ?? environment["HOST"] ?? "127.0.0.1",
    port: flags.number("port") ?? Number(environment["PORT"] ?? DEFAULT_PORT),
    pins: parsePins(environment["PROMPT_PINS"]),
    providers: await providersOf(context, [files, createDiskFiles(context.root)]),
    log: log.add,
  });
  terminal.say(`serving on ${service.url}`);
  const ready = flags.text("ready-file");
  if (ready !== undefined) writeReadyFile(resolve(ready), service.url);
  const watch = stopWith(flags.number("stop-with"));
  const exit = await stopOnSignals(service, process);
  clearInterval(watch);
  process.exitCode = exit;
  return { exit: EXIT.done, json: { url: service.url }, text: "" };
}

const WATCH_MS = 500;

/** A process that is gone cannot tell us: it is looked for, and its end is taken as a SIGTERM. */
function stopWith(pid: number | undefined): NodeJS.Timeout | undefined {
  if (pid === undefined) return undefined;
  return setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch {
      process.kill(process.pid, "SIGTERM");
    }
  }, WATCH_MS);
}

/** Every configured provider whose key is there; a prompt of another one answers 503 and says so. */
async function providersOf(
  { environment }: CommandContext,
  places: readonly RepositoryFiles[],
): Promise<ReadonlyMap<string, Provider>> {
  // A release's folder need not hold a configuration: the repository's own is good then.
  const config = readConfig(...places);
  const usable = Object.entries(config.providers).filter(
    ([, { kind, key_env }]) => kind === "offline" || key_env === undefined || environment[key_env],
  );
  const made = usable.map(
    async ([name]) =>
      [name, await createProvider({ config, environment, concurrency: CONCURRENCY }, name)] as const,
  );
  return new Map(await Promise.all(made));
}
