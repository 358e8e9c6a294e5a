import type { AuditEntry } from "../../prompts/records/audit.ts";
import { originOf } from "../plans/version-origin.ts";
import { type Difference, lasting } from "./difference.ts";

export const TAG_PREFIX = "prompt/";

/** Tags are optional; those that are there stand on the commit that promoted the version. Commits by operation, and by tag. */
export function reconcileTags(
  audit: readonly AuditEntry[],
  operations: ReadonlyMap<string, string>,
  tags: ReadonlyMap<string, string>,
): readonly Difference[] {
  return [...tags].flatMap(([name, commit]) => {
    const [, task, version] = /^prompt\/([^/]+)\/v(.+)$/.exec(name) ?? [];
    if (task === undefined || version === undefined) return [];
    const origin = originOf(audit, task, version);
    const promoted = origin === undefined ? undefined : operations.get(origin.operation);
    if (promoted === commit || (origin !== undefined && promoted === undefined)) return [];
    const found =
      origin === undefined
        ? `no promotion of ${task} ${version} is on record`
        : `it stands on ${commit.slice(0, 12)}, and ${promoted?.slice(0, 12)} promoted that version`;
    const fix = "Tags are never moved by a command: find out who set it, then delete it in git.";
    return [lasting({ kind: "tag", where: name, found }, fix)];
  });
}
