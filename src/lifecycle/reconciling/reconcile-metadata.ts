import type { FileChange } from "../../prompts/file-change.ts";
import { metadataPath, type TaskAddress } from "../../prompts/layout.ts";
import { parseMetadataFile } from "../../prompts/yaml-formats.ts";
import { editMetadataVersion } from "../plans/metadata-edit.ts";
import type { RecordedTask } from "../records/recorded-tasks.ts";
import type { TreeText } from "../tree-text.ts";
import { type Difference, mendable } from "./difference.ts";

/** Metadata names the version that is in production; metadata that is missing or broken is left to `validate`. */
export function reconcileMetadata(
  tree: TreeText,
  address: TaskAddress | undefined,
  { production }: RecordedTask,
): { readonly differences: readonly Difference[]; readonly changes: readonly FileChange[] } {
  const path = address === undefined ? undefined : metadataPath(address);
  const text = path === undefined ? undefined : tree.read(path);
  if (path === undefined || text === undefined) return { differences: [], changes: [] };
  const metadata = parseMetadataFile(path, new TextEncoder().encode(text)).value;
  if (metadata === undefined || metadata.version === production?.version)
    return { differences: [], changes: [] };
  const wanted =
    production === undefined ? "nothing is in production" : `${production.version} is in production`;
  const found = `version is ${metadata.version ?? "absent"}, and ${wanted}`;
  return {
    differences: [mendable({ kind: "metadata", where: path, found })],
    changes: [tree.write(path, editMetadataVersion(text, production?.version))],
  };
}
