import type { Server } from "node:http";
import type { ServiceLimits } from "./service-limits.ts";

export interface Shutdown {
  isStopping(): boolean;
  onActivity(change: 1 | -1): void;
  stop(server: Server): Promise<void>;
}

/**
 * Going down in order: readiness says no at once; while requests are under way connections are still accepted, so that a
 * load balancer can see it; then the listener closes; what is not finished after the grace is dropped.
 */
export function createShutdown(limits: ServiceLimits): Shutdown {
  let active = 0;
  let stopped: Promise<void> | undefined;
  let onIdle = (): void => {};
  const idle = (): Promise<void> =>
    new Promise((resolve) => {
      onIdle = resolve;
      if (active === 0) resolve();
    });
  const goDown = async (server: Server): Promise<void> => {
    await orAfter(limits.drainMs, idle());
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    await orAfter(limits.graceMs, closed);
    server.closeAllConnections();
    await closed;
  };
  return {
    isStopping: () => stopped !== undefined,
    onActivity(change) {
      active += change;
      if (active === 0) onIdle();
    },
    stop(server) {
      stopped ??= goDown(server);
      return stopped;
    },
  };
}

async function orAfter(milliseconds: number, event: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeOver = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([event, timeOver]);
  clearTimeout(timer);
}
