/** All at once; where some failed, the first failure, but only after the others are done. */
export async function allSettled<T>(work: readonly Promise<T>[]): Promise<readonly T[]> {
  const settled = await Promise.allSettled(work);
  return settled.map((each) => {
    if (each.status === "fulfilled") return each.value;
    throw each.reason;
  });
}
