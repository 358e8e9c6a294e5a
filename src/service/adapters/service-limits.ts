export interface ServiceLimits {
  readonly bodyBytes: number;
  /** Until the headers have arrived. */
  readonly headersTimeoutMs: number;
  /** Until the whole request has arrived. */
  readonly requestTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  /** For the provider's answer. */
  readonly runTimeoutMs: number;
  /** How long a stopping service accepts connections while requests are under way. */
  readonly drainMs: number;
  /** After which a stopping service drops what is not finished; under the 30 s that ECS waits by default. */
  readonly graceMs: number;
}

export const DEFAULT_LIMITS: ServiceLimits = {
  bodyBytes: 1024 * 1024,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveTimeoutMs: 65_000,
  runTimeoutMs: 120_000,
  drainMs: 5_000,
  graceMs: 25_000,
};
