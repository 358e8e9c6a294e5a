import { createDiskFiles } from "../../src/prompts/adapters/disk-files.ts";
import { writeReadyFile } from "../../src/service/adapters/ready-file.ts";
import { startService } from "../../src/service/adapters/start-service.ts";
import { stopOnSignals } from "../../src/service/adapters/stop-on-signals.ts";
import { parsePins } from "../../src/service/pins.ts";

/** The prompt service as a process for tests of targets: `serve-release RELEASE_FOLDER READY_FILE`. */
const [folder = "", readyFile = ""] = process.argv.slice(2);
const service = await startService({
  source: { kind: "release", files: createDiskFiles(folder) },
  host: "127.0.0.1",
  port: 0,
  pins: parsePins(process.env["PROMPT_PINS"]),
  providers: new Map(),
  log: () => {},
});
const stopped = stopOnSignals(service, process);
writeReadyFile(readyFile, service.url);
process.exit(await stopped);
