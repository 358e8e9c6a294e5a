import type { RepositoryRecord } from "../adapters/repository-record.ts";
import type { DeploymentOutcome } from "../records/deployment-record.ts";
import type { Notice } from "./notice.ts";

export interface NoticeKeeping {
  noticesOf(outcome: DeploymentOutcome): readonly Notice[];
  /** Puts them aside until the audit record has that operation. */
  keep(notices: readonly Notice[], recordedAs: string): Promise<void>;
  forget(recordedAs: string): Promise<void>;
}

/**
 * A record that puts aside what has to be told before the outcome is written: whoever is killed in between loses no notice, and
 * none is told that never became true.
 */
export function noticingRecord(record: RepositoryRecord, keeping: NoticeKeeping): RepositoryRecord {
  const closing = (operation: string): string => `${operation}-close`;
  return {
    ...record,
    close: async (outcome) => {
      await keeping.keep(keeping.noticesOf(outcome), closing(outcome.operation));
      await record.close(outcome);
    },
    abandon: async (opened, why) => {
      await keeping.forget(closing(opened.intent.operation));
      await record.abandon(opened, why);
    },
    giveUp: async (opened, why) => {
      await keeping.forget(closing(opened.intent.operation));
      await record.giveUp(opened, why);
    },
  };
}
