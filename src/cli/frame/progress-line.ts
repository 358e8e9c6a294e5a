/** How far a round of answers has come. */
export interface Advance {
  readonly task: string;
  readonly done: number;
  readonly total: number;
  /** Whether the answers of the first round are asked for once more. */
  readonly isConfirmation: boolean;
  readonly errors: number;
  /** Judges included. */
  readonly usd: number;
  /** Answers a second, lately. */
  readonly rate: number;
}

const BAR_WIDTH = 16;

/**
 * `ticket_topic ━━━━━━━━━━────── 412/600 · 4 s left · 58/s · 1 error · $0.0124`; parts that say nothing are left out. What
 * a narrow terminal cuts off is what can best be missed.
 */
export function progressLine({ task, done, total, isConfirmation, errors, usd, rate }: Advance): string {
  const filled = Math.floor((BAR_WIDTH * Math.min(done, total)) / Math.max(1, total));
  const bar = "━".repeat(filled) + "─".repeat(BAR_WIDTH - filled);
  const seconds = rate > 0 ? Math.ceil(Math.max(0, total - done) / rate) : undefined;
  const parts = [
    `${task} ${bar} ${String(done).padStart(String(total).length)}/${total}`,
    ...(isConfirmation ? ["asked once more to confirm"] : []),
    ...(seconds === undefined ? [] : [`${durationText(seconds)} left`]),
    ...(rate > 0 ? [`${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s`] : []),
    ...(errors === 0 ? [] : [`${errors} ${errors === 1 ? "error" : "errors"}`]),
    ...(usd === 0 ? [] : [`$${usd.toFixed(4)}`]),
  ];
  return parts.join(" · ");
}

/** `45 s`, `12 min 5 s`, `2 h 4 min`. */
function durationText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
