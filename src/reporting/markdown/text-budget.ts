const encoder = new TextEncoder();

/** Bytes in UTF-8, which is never less than the number of characters that a service may count. */
export function sizeOf(text: string): number {
  return encoder.encode(text).length;
}

/** The first of the given parts that together stay within `bytes`, each followed by a line feed; none is cut. */
export function takeWithin(parts: Iterable<string>, bytes: number): readonly string[] {
  const taken: string[] = [];
  let left = bytes;
  for (const part of parts) {
    left -= sizeOf(part) + 1;
    if (left < 0) break;
    taken.push(part);
  }
  return taken;
}
