import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { Registry } from "../../prompts/records/registry.ts";
import { originOf } from "../plans/version-origin.ts";
import { TAG_PREFIX } from "./reconcile-tags.ts";

/** A version in production that no tag names. */
export interface UntaggedVersion {
  readonly task: string;
  readonly version: string;
  readonly name: string;
}

/**
 * Versions in production that are on record and have no tag, as after the merge of a branch on which a person promoted them. The registry
 * says so, whatever commit brought them: a squash, a merge or a rebase makes another one, with a message that anybody may have written.
 */
export function untaggedVersions(
  { tasks }: Registry,
  audit: readonly AuditEntry[],
  tags: ReadonlyMap<string, string>,
): readonly UntaggedVersion[] {
  return Object.entries(tasks).flatMap(([task, { production }]) => {
    if (production === undefined) return [];
    const { version } = production;
    const name = `${TAG_PREFIX}${task}/v${version}`;
    if (tags.has(name) || originOf(audit, task, version) === undefined) return [];
    return [{ task, version, name }];
  });
}
