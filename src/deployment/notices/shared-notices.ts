import type { WaitingNotice } from "./notice-outbox.ts";

/** Where notices wait on the branch `pipeline-state`: an environment's file has `--` in its name, so that none is called so. */
export const NOTICES_NAME = "notices.json";

/** After so many days nobody is helped by it any more; the audit record has what happened. */
export const KEPT_DAYS = 30;
/** As many wait at most, the newest ones. */
export const KEPT_NOTICES = 200;

const DAY_MS = 24 * 60 * 60 * 1000;

/** A notice as it is kept for other machines: what stands in the audit record as well, and not what a receiver answered. */
export type SharedNotice = Pick<WaitingNotice, "notice" | "to" | "recordedAs">;

interface SharedFile {
  readonly schema_version: 1;
  readonly waiting: readonly SharedNotice[];
}

export interface SharedChange {
  readonly added: readonly SharedNotice[];
  /** Told, or come to nothing. */
  readonly removed: readonly SharedNotice[];
}

export interface ChangedNotices {
  readonly text: string;
  /** What is kept no longer although nobody was told, for its age or because there are too many. */
  readonly dropped: readonly SharedNotice[];
}

/** What waits, oldest first. Own files; one of a version that is not known is an error and never an empty one. Throws `TypeError`. */
export function parseSharedNotices(text: string): readonly SharedNotice[] {
  const file = JSON.parse(text) as SharedFile;
  if (file.schema_version !== 1) throw new TypeError("the kept notices have a version that is not known");
  return file.waiting;
}

/** The same notice to the same place. */
export const isSameNotice = (a: SharedNotice, b: SharedNotice): boolean =>
  a.notice.id === b.notice.id && a.to === b.to;

/** The text with what waits after a change; `now` is ISO 8601. What waits already is kept as it was first put there. */
export function changeSharedNotices(
  text: string | undefined,
  { added, removed }: SharedChange,
  now: string,
): ChangedNotices {
  const before = text === undefined ? [] : parseSharedNotices(text);
  const fresh = added.filter((one) => !before.some((known) => isSameNotice(known, one)));
  const all = [...before, ...fresh.map(asShared)]
    .filter((one) => !removed.some((gone) => isSameNotice(gone, one)))
    .sort((a, b) => Date.parse(a.notice.at) - Date.parse(b.notice.at));
  const young = all.filter(({ notice }) => Date.parse(now) - Date.parse(notice.at) <= KEPT_DAYS * DAY_MS);
  const waiting = young.slice(-KEPT_NOTICES);
  const file: SharedFile = { schema_version: 1, waiting };
  return {
    text: `${JSON.stringify(file, null, 2)}\n`,
    dropped: all.filter((one) => !waiting.includes(one)),
  };
}

function asShared({ notice, to, recordedAs }: SharedNotice): SharedNotice {
  return { notice, to, ...(recordedAs === undefined ? {} : { recordedAs }) };
}
