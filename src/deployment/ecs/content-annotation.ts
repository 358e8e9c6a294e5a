import { parseJsonText } from "../../prompts/adapters/json-text.ts";
import { isJsonObject } from "../../prompts/reading/json.ts";

/** The annotation of an image's manifest by which the release workflow says which release's content it carries. */
export const CONTENT_ANNOTATION = "gpt-pipeline-hub.content";

/**
 * What the annotation of an OCI manifest or index says; undefined where it has none. Whoever may push may write it: it finds
 * mistakes, and the live service is asked anyhow. https://github.com/opencontainers/image-spec/blob/main/annotations.md
 */
export function contentInManifest(manifest: string): string | undefined {
  const parsed = parseJsonText(manifest);
  const annotations =
    "value" in parsed && isJsonObject(parsed.value) ? parsed.value["annotations"] : undefined;
  const said = isJsonObject(annotations) ? annotations[CONTENT_ANNOTATION] : undefined;
  return typeof said === "string" ? said : undefined;
}
