/** What the exit code of every command means. */
export const EXIT = {
  done: 0,
  bug: 1,
  usage: 2,
  invalidContent: 3,
  unclear: 4,
  failed: 5,
  unhealthy: 6,
  conflict: 7,
  notStored: 8,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Several outcomes as one: the worst of 3 > 6 > 5 > 4 > 0; codes that end a command at once come first. */
export function worstExit(codes: readonly ExitCode[]): ExitCode {
  const order: readonly ExitCode[] = [1, 8, 7, 2, 3, 6, 5, 4, 0];
  return order.find((code) => codes.includes(code)) ?? EXIT.done;
}
