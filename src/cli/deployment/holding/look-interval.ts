/** Where commands agree who has an environment: at origin, or in this repository. */
export type MeetingPoint = "origin" | "here";

/** How often who waits for a turn looks, in milliseconds. */
export const WAITING_MS: Readonly<Record<MeetingPoint, number>> = { here: 300, origin: 2_000 };

/**
 * How long a deployment that evaluates waits before it looks again whether it still has its environment, in milliseconds. Origin is a
 * server that others use too: it is asked seldom, and not by all at the same moment. Every step looks for itself before it acts.
 * `random` is at least 0 and below 1.
 */
export const watchingMs = (where: MeetingPoint, random: number): number =>
  where === "here" ? WAITING_MS.here : 10_000 + Math.floor(random * 5_000);
