export { writeReadyFile } from "../service/adapters/ready-file.ts";
export { startService } from "../service/adapters/start-service.ts";
export { stopOnSignals } from "../service/adapters/stop-on-signals.ts";
