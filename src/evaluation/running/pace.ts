/** Time and chance come in through this port, so that a test drives both. */
export interface Pace {
  /** Monotonic, milliseconds. */
  now(): number;
  /** In [0, 1). */
  random(): number;
  /** Runs once after that many milliseconds; 0 lets waiting input and signals through first. Returns how to cancel. */
  after(milliseconds: number, run: () => void): () => void;
}
