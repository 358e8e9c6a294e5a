import type { RunningService } from "./start-service.ts";

/** The part of `process` that is needed. */
export interface SignalSource {
  on(signal: "SIGTERM" | "SIGINT", listener: () => void): unknown;
  off(signal: "SIGTERM" | "SIGINT", listener: () => void): unknown;
}

/**
 * Resolves with the exit code: 0 after the first SIGTERM or SIGINT when everything under way was finished; 143 or 130 at
 * once after a second one. Handlers are set explicitly, so that it works as process 1 of a container.
 */
export function stopOnSignals(service: RunningService, signals: SignalSource): Promise<number> {
  return new Promise((resolve) => {
    let isSecond = false;
    const receive = (code: number) => () => {
      if (isSecond) {
        service.abort();
        finish(code);
        return;
      }
      isSecond = true;
      void service.stop().then(() => finish(0));
    };
    const onTerminate = receive(143);
    const onInterrupt = receive(130);
    const finish = (code: number): void => {
      signals.off("SIGTERM", onTerminate);
      signals.off("SIGINT", onInterrupt);
      resolve(code);
    };
    signals.on("SIGTERM", onTerminate);
    signals.on("SIGINT", onInterrupt);
  });
}
