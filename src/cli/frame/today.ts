/** `YYYY-MM-DD` in UTC. */
export const todayUtc = (): string => new Date().toISOString().slice(0, 10);
