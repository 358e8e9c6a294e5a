/** What comes in few kinds is held once a kind, up to so many kinds. */
const MOST_KINDS = 4096;

/** The first of equal values stands for all of them. Equal are values with the same JSON text. */
export function firstOfEquals<T>(): (value: T) => T {
  const known = new Map<string, T>();
  return (value) => {
    const key = JSON.stringify(value);
    const same = known.get(key);
    if (same === undefined && known.size < MOST_KINDS) known.set(key, value);
    return same ?? value;
  };
}
