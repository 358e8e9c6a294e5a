import { createDiskOutbox, NOTICES_FOLDER } from "../../deployment/adapters/notices/disk-outbox.ts";
import { type Difference, mendable } from "../../lifecycle/reconciling/difference.ts";
import { readAudit } from "../../lifecycle/records/read-audit.ts";
import type { Workspace } from "../frame/workspace.ts";

/** What has happened and somebody who has to know was not told. */
export function untoldNotices({ root, repository }: Workspace): readonly Difference[] {
  const recorded = new Set(readAudit(repository.files).map(({ operation }) => operation));
  return createDiskOutbox(root)
    .waiting()
    .filter(({ recordedAs }) => recordedAs === undefined || recorded.has(recordedAs))
    .map(({ notice, to, why }) =>
      mendable({
        kind: "unfinished",
        where: NOTICES_FOLDER,
        found: `"${notice.title}" was not told to ${to}${why === undefined ? "" : ` (${why})`}`,
      }),
    );
}
