/** F1 in [0, 1] of what was found against what was wanted; 1 where both are empty. */
export function f1OfSets(found: ReadonlySet<string>, wanted: ReadonlySet<string>): number {
  const size = found.size + wanted.size;
  if (size === 0) return 1;
  const shared = [...found].filter((one) => wanted.has(one)).length;
  return (2 * shared) / size;
}
