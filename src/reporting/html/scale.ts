/** A linear scale over part of [0, 1], with round ticks. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2] as const;
const MAX_TICKS = 6;
const LEAST_SPAN = 0.1;

/** Covers all values with some air, within [0, 1]; begins and ends on a tick. */
export function scaleOver(values: readonly number[]): Scale {
  const lowest = Math.min(1, ...values);
  const highest = Math.max(0, ...values);
  const air = Math.max(LEAST_SPAN - (highest - lowest), (highest - lowest) * 0.2) / 2;
  const from = Math.max(0, lowest - air);
  const to = Math.min(1, highest + air);
  const step = STEPS.find((one) => (to - from) / one <= MAX_TICKS - 1) ?? 0.2;
  const first = Math.floor(from / step + 1e-9);
  const last = Math.ceil(to / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => round((first + index) * step));
  return { low: round(first * step), high: round(last * step), ticks };
}

/** Where a value stands, as a fraction of the scale in [0, 1]; values outside stand at its ends. */
export function positionOn(scale: Scale, value: number): number {
  return Math.min(1, Math.max(0, (value - scale.low) / (scale.high - scale.low)));
}

const round = (value: number): number => Math.round(value * 1e6) / 1e6;
