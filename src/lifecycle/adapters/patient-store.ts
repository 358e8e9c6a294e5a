import { setTimeout as sleep } from "node:timers/promises";
import { RepositoryLocked, type WriteStore } from "../write-store.ts";

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 50;

/** A store for a command that writes now and then while it runs: it waits until others have written, for a minute at most. */
export function patientStore(store: WriteStore): WriteStore {
  return {
    ...store,
    exclusively: async (work) => {
      const deadline = performance.now() + PATIENCE_MS;
      for (;;) {
        try {
          return await store.exclusively(work);
        } catch (error) {
          if (!(error instanceof RepositoryLocked) || performance.now() > deadline) throw error;
          await sleep(LOOK_EVERY_MS);
        }
      }
    },
  };
}
