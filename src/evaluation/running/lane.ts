import type { CallError, Reply } from "../request.ts";

/**
 * What one arm has learnt of its provider. The arm's first call goes alone, so that a refused key or a missing model costs
 * one call; a lane that closed says why for everything that was not asked yet.
 */
export class Lane {
  readonly #outageAfter: number;
  #firstCall: "open" | "asking" | "answered" = "open";
  readonly #waiting: (() => void)[] = [];
  #failuresInARow = 0;
  #closed: CallError | undefined;

  /** `outageAfter`: so many examples in a row that failed after all their retries are an outage. */
  constructor(outageAfter: number) {
    this.#outageAfter = outageAfter;
  }

  /** Set once a fatal error or an outage has made further calls pointless. */
  get closed(): CallError | undefined {
    return this.#closed;
  }

  async enter(): Promise<void> {
    if (this.#firstCall === "answered") return;
    if (this.#firstCall === "asking") return new Promise((wake) => this.#waiting.push(wake));
    this.#firstCall = "asking";
  }

  /** The first call has come back, or never will: the others may go. */
  open(): void {
    this.#firstCall = "answered";
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Takes what became of one example, after its retries. */
  record(reply: Reply): void {
    if (reply.kind === "error" && reply.class === "provider_fatal") this.#close(reply, reply.message);
    if (reply.kind === "answer" || reply.class !== "provider_transient") {
      this.#failuresInARow = 0;
      return;
    }
    this.#failuresInARow += 1;
    if (this.#failuresInARow < this.#outageAfter) return;
    this.#close(reply, `${this.#failuresInARow} examples in a row failed, the last with: ${reply.message}`);
  }

  #close(error: CallError, why: string): void {
    this.#closed ??= { ...error, message: `not asked: ${why}`.slice(0, 300) };
  }
}
