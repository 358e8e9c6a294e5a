import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { Registry } from "../../prompts/records/registry.ts";
import { originOf } from "../plans/version-origin.ts";
import { TAG_PREFIX } from "./reconcile-tags.ts";

/** A version in production that a merge brought, and that no tag names. */
export interface UntaggedVersion {
  readonly task: string;
  readonly version: string;
  readonly name: string;
}

/**
 * Versions that a person decided on and somebody merged: no commit on this branch carries the operation that made them, as the
 * bot's own commits do, so that nobody could tag them when they were made.
 */
export function versionsMergedUntagged(
  { tasks }: Registry,
  audit: readonly AuditEntry[],
  operations: ReadonlyMap<string, string>,
  tags: ReadonlyMap<string, string>,
): readonly UntaggedVersion[] {
  return Object.entries(tasks).flatMap(([task, { production }]) => {
    if (production === undefined) return [];
    const { version } = production;
    const name = `${TAG_PREFIX}${task}/v${version}`;
    const origin = originOf(audit, task, version);
    const isMerged = origin !== undefined && !operations.has(origin.operation);
    return isMerged && !tags.has(name) ? [{ task, version, name }] : [];
  });
}
