import type { Notice } from "./notice.ts";

/** A notice that one place has not taken yet. */
export interface WaitingNotice {
  readonly notice: Notice;
  /** Key of the place. */
  readonly to: string;
  /** The operation in the audit record that makes it true; absent where it is true already. */
  readonly recordedAs?: string;
  /** Why it was not told, the last time. */
  readonly why?: string;
  /** Whether origin's branch `pipeline-state` keeps it too: where it is there no longer, another machine has told it. */
  readonly isShared?: boolean;
}

/** Notices on disk until they are told, so that a command that is killed loses none. Throws `StateNotStored`. */
export interface NoticeOutbox {
  /** Keeps it, unless that place has taken it before. */
  put(waiting: WaitingNotice): void;
  /** Oldest first. */
  waiting(): readonly WaitingNotice[];
  markTold(waiting: WaitingNotice): void;
  /** Whether that place has taken it from here. */
  wasTold(waiting: WaitingNotice): boolean;
  keep(waiting: WaitingNotice, why: string): void;
  drop(waiting: WaitingNotice): void;
  /** Runs while no other command tells; undefined where one does. */
  alone<T>(work: () => Promise<T>): Promise<T | undefined>;
}
