import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";

/** An address that the service cannot listen on; nothing was started. */
export class ServiceNotStarted extends Failure {
  constructor(found: string, fix: string, cause: Error) {
    super(found, { exit: EXIT.usage, fix, cause });
  }
}

/** The operating system's refusal in a person's words. */
export function listenError(error: Error, host: string, port: number): ServiceNotStarted {
  const code = "code" in error ? String(error.code) : "";
  const address = `${host}:${port}`;
  switch (code) {
    case "EADDRINUSE":
      return new ServiceNotStarted(
        `${address} is in use already`,
        "Stop what uses it, or choose another --port.",
        error,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new ServiceNotStarted(`this machine has no address ${host}`, "Choose another --host.", error);
    case "EACCES":
      return new ServiceNotStarted(
        `no permission to listen on ${address}`,
        "Choose a --port above 1023.",
        error,
      );
    default:
      return new ServiceNotStarted(
        `cannot listen on ${address} (${code})`,
        "Choose another --host or --port.",
        error,
      );
  }
}
