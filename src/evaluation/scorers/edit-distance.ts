/**
 * Levenshtein distance in UTF-16 units, or undefined where it is above `limit`. Time grows with the longer text times the
 * limit, as only a band around the diagonal is looked at (Ukkonen 1985).
 */
export function editDistanceWithin(a: string, b: string, limit: number): number | undefined {
  if (Math.abs(a.length - b.length) > limit) return undefined;
  const reach = Math.min(Math.floor(limit), Math.max(a.length, b.length));
  let last = Array.from({ length: 2 * reach + 1 }, (_, slot) => (slot < reach ? OUTSIDE : slot - reach));
  for (let row = 1; row <= a.length; row += 1) {
    last = nextBand(last, row, a, b, reach);
    if (last.every((distance) => distance > limit)) return undefined;
  }
  const distance = last[b.length - a.length + reach] ?? OUTSIDE;
  return distance <= limit ? distance : undefined;
}

const OUTSIDE = Number.POSITIVE_INFINITY;

/** Slot `s` of a row's band is the column `row + s - reach`. */
function nextBand(last: readonly number[], row: number, a: string, b: string, reach: number): number[] {
  const band: number[] = [];
  for (let slot = 0; slot <= 2 * reach; slot += 1) {
    const column = row + slot - reach;
    if (column < 0 || column > b.length) band.push(OUTSIDE);
    else if (column === 0) band.push(row);
    else {
      const changed = a[row - 1] === b[column - 1] ? 0 : 1;
      const replaced = (last[slot] ?? OUTSIDE) + changed;
      const removed = (last[slot + 1] ?? OUTSIDE) + 1;
      const added = (band[slot - 1] ?? OUTSIDE) + 1;
      band.push(Math.min(replaced, removed, added));
    }
  }
  return band;
}
