import { editTopLevel } from "../../prompts/adapters/yaml-top-level.ts";
import type { ChangelogEntry } from "../../prompts/metadata.ts";
import { parseMetadataFile } from "../../prompts/yaml-formats.ts";

/** Metadata after a promotion: version and changelog (newest first) written, the author's `bump` and `change` used up. */
export function editMetadata(text: string, entry: ChangelogEntry): string {
  const known = parseMetadataFile("metadata", new TextEncoder().encode(text)).value?.changelog ?? [];
  const changelog = [entry, ...known].map(({ version, date, change }) => ({ version, date, change }));
  return editTopLevel(text, { bump: undefined, change: undefined, version: entry.version, changelog });
}

/** Metadata after a downgrade or rollback: the version in production, the changelog as it was. */
export function editMetadataVersion(text: string, version: string | undefined): string {
  return editTopLevel(text, { version });
}
