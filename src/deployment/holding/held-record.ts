import type { DeploymentRecord, OpenedOperation } from "../records/deployment-record.ts";
import type { EnvironmentHold } from "./environment-hold.ts";

/**
 * A record that is written only while the environment is held: every step asks first, and stops with `Overtaken`. Once the
 * outcome is recorded, the environment is given back.
 */
export function heldRecord<R extends DeploymentRecord>(record: R, hold: EnvironmentHold): R {
  let opened: OpenedOperation | undefined;
  return {
    ...record,
    intent: async (intent) => {
      await hold.renew();
      opened = await record.intent(intent);
      await hold.keep(opened);
      return opened;
    },
    advance: async (operation, step) => {
      if (opened !== undefined) opened = { ...opened, steps: [...opened.steps, step] };
      await (opened === undefined ? hold.renew() : hold.keep(opened));
      await record.advance(operation, step);
    },
    close: async (outcome) => {
      await hold.renew();
      await record.close(outcome);
      await hold.release(outcome.state.generation);
    },
  };
}
