import type { CallError, Reply } from "../request.ts";
import type { Pace } from "./pace.ts";

const STOPPED: CallError = { kind: "error", class: "provider_transient", message: "the run was stopped" };

/** What an arm is waiting for: answers, each with its deadline, and the time of the next try. All can be cut short. */
export class OpenWaits {
  readonly #pace: Pace;
  readonly #calls = new Set<() => void>();
  readonly #pauses = new Set<() => void>();

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  /** Waits that long, or until `wake`. */
  pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        cancel();
        this.#pauses.delete(wake);
        resolve();
      };
      const cancel = this.#pace.after(milliseconds, wake);
      this.#pauses.add(wake);
    });
  }

  /** The reply, or an error once the deadline or `stop` came first, whether or not `ask` heeds its signal. */
  call(timeoutMs: number, ask: (signal: AbortSignal) => Promise<Reply>): Promise<Reply> {
    const controller = new AbortController();
    return new Promise((resolve, reject) => {
      const forget = (): void => {
        cancelDeadline();
        this.#calls.delete(stop);
      };
      const giveUp = (error: CallError): void => {
        forget();
        resolve(error);
        controller.abort();
      };
      const stop = (): void => giveUp(STOPPED);
      const cancelDeadline = this.#pace.after(timeoutMs, () => giveUp(timedOut(timeoutMs)));
      this.#calls.add(stop);
      ask(controller.signal).then(resolve, reject).finally(forget);
    });
  }

  /** Ends every pause. */
  wake(): void {
    for (const wake of this.#pauses) wake();
  }

  /** Ends everything. */
  stop(): void {
    this.wake();
    for (const stop of this.#calls) stop();
  }
}

function timedOut(milliseconds: number): CallError {
  const message = `no complete answer within ${milliseconds / 1000} s`;
  return { kind: "error", class: "provider_transient", message, timedOut: true };
}
