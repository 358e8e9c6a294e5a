import type { LinePlace } from "./append-log.ts";

/** Where the newest line of each key is. Offsets and lengths are packed: there may be many lines. */
export class LinePlaces {
  readonly #index = new Map<string, number>();
  readonly #offsets: number[] = [];
  readonly #lengths: number[] = [];

  get size(): number {
    return this.#index.size;
  }

  get(key: string): LinePlace | undefined {
    const at = this.#index.get(key);
    return at === undefined ? undefined : { offset: this.#offsets[at] ?? 0, length: this.#lengths[at] ?? 0 };
  }

  set(key: string, { offset, length }: LinePlace): void {
    const at = this.#index.get(key) ?? this.#offsets.length;
    this.#index.set(key, at);
    this.#offsets[at] = offset;
    this.#lengths[at] = length;
  }
}
