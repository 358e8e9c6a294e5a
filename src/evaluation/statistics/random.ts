const WARM_UP = 12;

/** A seeded sequence of uniform integers in [0, 2^32). */
export interface RandomWords {
  next(): number;
  /** Fills the buffer with what as many calls of `next` would give, several times as fast. */
  fill(words: Uint32Array): void;
}

/**
 * The generator sfc32, seeded and warmed up as in PractRand (https://pracrand.sourceforge.net/). `seed` is reduced to
 * its lowest 32 bits; equal seeds give equal sequences.
 */
export function seededRandom(seed: number): RandomWords {
  const state = Int32Array.of(0, seed, 0, 1);
  const one = new Uint32Array(1);
  const fill = (words: Uint32Array): void => advance(state, words);
  const next = (): number => {
    advance(state, one);
    return one[0] ?? 0;
  };
  fill(new Uint32Array(WARM_UP));
  return { next, fill };
}

/**
 * The state stays in local variables over the loop: that is what makes it fast. It is read by index, because taking a
 * typed array apart runs its iterator, which for a hundred words takes four times as long as the words.
 */
function advance(state: Int32Array, words: Uint32Array): void {
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let counter = state[3] ?? 0;
  for (let i = 0; i < words.length; i++) {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    words[i] = sum;
  }
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = counter;
}
