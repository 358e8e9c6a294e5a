/** One run of a subject; what it measured, in the row's unit. */
export type Sample = () => Promise<number>;

export interface Samples {
  readonly thing: readonly number[];
  readonly reference: readonly number[];
}

export interface Rounds {
  readonly warmUps: number;
  readonly rounds: number;
}

/** Runs both in turn, A B A B, so that a busier minute of the machine meets both alike. Warm-ups are not counted. */
export async function measureInTurn(
  thing: Sample,
  reference: Sample,
  { warmUps, rounds }: Rounds,
): Promise<Samples> {
  const pairs: (readonly [number, number])[] = [];
  for (let round = 0; round < warmUps + rounds; round += 1) pairs.push([await thing(), await reference()]);
  const counted = pairs.slice(warmUps);
  return { thing: counted.map(([value]) => value), reference: counted.map(([, value]) => value) };
}

/** Milliseconds that the work took by the given clock. */
export async function timed(
  work: () => unknown,
  now: () => number = () => performance.now(),
): Promise<number> {
  const start = now();
  await work();
  return now() - start;
}
