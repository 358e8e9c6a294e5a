import { decisionNotices } from "../../deployment/notices/decision-notices.ts";
import type { Notice } from "../../deployment/notices/notice.ts";
import { decidedNotice } from "../../deployment/notices/undecided-notice.ts";
import { readPastRuns } from "../../lifecycle/evidence/run-history.ts";
import { auditEntries, readAudit } from "../../lifecycle/records/read-audit.ts";
import type { WritePlan } from "../../prompts/file-change.ts";
import { AUDIT_FILE } from "../../prompts/layout.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { Repository } from "../../prompts/repository.ts";

/** What has to be told once a plan's lines stand in the audit record: decisions without evidence, and what they bring to an end. */
export function noticesOfPlan(repository: Repository, { changes, operation }: WritePlan): readonly Notice[] {
  const text = changes.find(({ path }) => path === AUDIT_FILE)?.after;
  if (text === undefined || text === null) return [];
  const before = readAudit(repository.files);
  const after = auditEntries(new TextEncoder().encode(text));
  const own = after.filter((entry) => entry.operation === operation);
  const actor = own[0]?.actor ?? "";
  return [
    ...decisionNotices({ before, after, actor }),
    ...own.flatMap((entry) => endOfWaiting(repository, before, entry) ?? []),
  ];
}

/** That a task which waited for its promotion has it. */
function endOfWaiting(
  repository: Repository,
  before: readonly AuditEntry[],
  { operation, at, task, to: version = "", ...entry }: AuditEntry,
): Notice | undefined {
  const address = repository.index.tasks.find((known) => known.address.id === task)?.address;
  if (task === undefined || address === undefined || !isPromotion(entry)) return undefined;
  const since = lastPromotion(before, task)?.at ?? "";
  const runs = readPastRuns(repository.files, address).map(({ figures }) => figures);
  const open = runs.filter((run) => run.at > since);
  return decidedNotice(task, open, { operation, at, version });
}

export const lastPromotion = (audit: readonly AuditEntry[], task: string): AuditEntry | undefined =>
  audit.findLast((entry) => entry.task === task && isPromotion(entry));

export const isPromotion = ({ phase, action }: Pick<AuditEntry, "phase" | "action">): boolean =>
  phase === "done" && (action === "promote" || action === "override");
