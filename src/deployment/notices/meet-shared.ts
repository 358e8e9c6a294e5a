import type { NoticeOutbox, WaitingNotice } from "./notice-outbox.ts";
import { isSameNotice, type SharedNotice } from "./shared-notices.ts";

/**
 * Takes over what other machines left: it waits here from now on, to be told. What they told meanwhile waits here no longer. Gives what
 * was told here and is still kept there. `shared` is undefined where nothing was ever kept there, or the branch is gone: then what waits
 * here is to be kept again.
 */
export function meetShared(
  outbox: NoticeOutbox,
  shared: readonly SharedNotice[] | undefined,
): readonly SharedNotice[] {
  for (const waiting of outbox.waiting().filter(({ isShared }) => isShared)) {
    if (shared === undefined) outbox.put({ ...waiting, isShared: false });
    else if (!shared.some((each) => isSameNotice(each, waiting))) outbox.drop(waiting);
  }
  const known = outbox.waiting();
  for (const one of shared ?? []) {
    const own = known.find((each) => isSameNotice(each, one));
    if (own?.isShared !== true) outbox.put({ ...(own ?? one), isShared: true });
  }
  return (shared ?? []).filter(outbox.wasTold);
}

/** What another machine has to find where it is not told here: everything that waits and is not kept there yet. */
export const unshared = (outbox: NoticeOutbox): readonly WaitingNotice[] =>
  outbox.waiting().filter(({ isShared }) => isShared !== true);
