/** One of each list in turn, so that arms that are compared meet the same weather; longer lists end alone. */
export function* interleave<T>(lists: readonly Iterable<T>[]): Generator<T> {
  let open = lists.map((list) => list[Symbol.iterator]());
  while (open.length > 0) {
    const still: Iterator<T>[] = [];
    for (const list of open) {
      const step = list.next();
      if (step.done === true) continue;
      still.push(list);
      yield step.value;
    }
    open = still;
  }
}
