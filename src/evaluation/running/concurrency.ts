/** Given out by `acquire`; says under which limit the call was started. */
export type Permit = { readonly epoch: number };

/**
 * At most so many calls at once: half as many after a rate limit, one more after each success, never above `most` nor
 * below 1. One burst of refusals halves once: only calls that were started since the last halving count.
 */
export class AdaptiveLimit {
  readonly #most: number;
  #allowed: number;
  #running = 0;
  #epoch = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#most = most;
    this.#allowed = most;
  }

  get allowed(): number {
    return this.#allowed;
  }

  async acquire(): Promise<Permit> {
    while (this.#running >= this.#allowed) await new Promise<void>((wake) => this.#waiting.push(wake));
    this.#running += 1;
    return { epoch: this.#epoch };
  }

  release(permit: Permit, sawRateLimit: boolean): void {
    this.#running -= 1;
    if (permit.epoch === this.#epoch) this.#adapt(sawRateLimit);
    this.#wake();
  }

  #adapt(sawRateLimit: boolean): void {
    if (!sawRateLimit) {
      this.#allowed = Math.min(this.#most, this.#allowed + 1);
      return;
    }
    this.#allowed = Math.max(1, Math.floor(this.#allowed / 2));
    this.#epoch += 1;
  }

  #wake(): void {
    const free = this.#allowed - this.#running;
    for (const wake of this.#waiting.splice(0, Math.max(0, free))) wake();
  }
}
