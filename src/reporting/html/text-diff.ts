/** Start and end of the parts that only one side has, one pair after the other, in UTF-16 units. */
export type Ranges = readonly number[];

export interface TextDiff {
  readonly left: Ranges;
  readonly right: Ranges;
}

/** Above this many cells of the table, everything between the common start and end counts as different. */
const MAX_CELLS = 250_000;

/**
 * What differs between two texts, word by word: longest common subsequence (Wagner and Fischer 1974, "The
 * String-to-String Correction Problem") after the common start and end are set aside.
 */
export function diffText(left: string, right: string): TextDiff {
  const a = wordsOf(left);
  const b = wordsOf(right);
  const start = commonStart(a, b);
  const end = commonEnd(a, b, start);
  const middle = { a: a.slice(start, a.length - end), b: b.slice(start, b.length - end) };
  const kept = commonWords(middle.a, middle.b);
  const offset = a.slice(0, start).join("").length;
  return {
    left: rangesOf(middle.a, new Set(kept.map(([i]) => i)), offset),
    right: rangesOf(middle.b, new Set(kept.map(([, j]) => j)), offset),
  };
}

const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]/gu) ?? [];

function commonStart(a: readonly string[], b: readonly string[]): number {
  const most = Math.min(a.length, b.length);
  let count = 0;
  while (count < most && a[count] === b[count]) count += 1;
  return count;
}

function commonEnd(a: readonly string[], b: readonly string[], start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let count = 0;
  while (count < most && a[a.length - 1 - count] === b[b.length - 1 - count]) count += 1;
  return count;
}

function commonWords(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  if (a.length * b.length > MAX_CELLS) return [];
  const width = b.length + 1;
  const lengths = tableOf(a, b);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  const pairs: [number, number][] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

function tableOf(a: readonly string[], b: readonly string[]): Uint32Array {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (index: number): number => lengths[index] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const here = i * width + j;
      lengths[here] = a[i] === b[j] ? at(here + width + 1) + 1 : Math.max(at(here + width), at(here + 1));
    }
  }
  return lengths;
}

function rangesOf(words: readonly string[], kept: ReadonlySet<number>, offset: number): Ranges {
  const ranges: number[] = [];
  let position = offset;
  for (const [index, word] of words.entries()) {
    const end = position + word.length;
    if (!kept.has(index)) {
      if (ranges.at(-1) === position) ranges.pop();
      else ranges.push(position);
      ranges.push(end);
    }
    position = end;
  }
  return ranges;
}
