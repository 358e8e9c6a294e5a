import { canonicalJson } from "../../prompts/adapters/canonical-json.ts";
import { writeYaml } from "../../prompts/adapters/yaml-edit.ts";
import { editTopLevel } from "../../prompts/adapters/yaml-top-level.ts";
import { promptDigest } from "../../prompts/digests.ts";
import type { Metadata } from "../../prompts/metadata.ts";
import type { Json } from "../../prompts/reading/json.ts";
import type { PromptVersion } from "../../prompts/records/production-prompt.ts";
import type { Fragments } from "../../prompts/rendering/fragments.ts";
import { assembleCandidate } from "../../prompts/task-files.ts";
import { parseTemplateFile } from "../../prompts/yaml-formats.ts";

export interface RestorationSources {
  readonly production: PromptVersion;
  readonly template: { readonly path: string; readonly text: string };
  readonly metadata: { readonly path: string; readonly text: string; readonly value: Metadata };
  readonly fragments: Fragments;
  /** Every text that the template ever had, the newest first. */
  readonly earlierTexts: readonly string[];
}

export interface RestoredFile {
  readonly path: string;
  readonly text: string;
  /** For people: where the text is from. */
  readonly from: string;
}

/**
 * What makes the candidate say again what production says: the author's own text where git still has it, else the production
 * file's messages with their fragments inlined; and of the metadata only model and schemas. Empty where nothing differs.
 */
export function planRestoration(sources: RestorationSources): readonly RestoredFile[] {
  return [...restoredTemplate(sources), ...restoredMetadata(sources)];
}

function restoredTemplate(sources: RestorationSources): readonly RestoredFile[] {
  const { template, earlierTexts, production } = sources;
  if (saysTheSame(sources, template.text)) return [];
  const own = earlierTexts.find((text) => saysTheSame(sources, text));
  const version = `version ${production.version}`;
  return own === undefined
    ? [{ path: template.path, text: writtenAnew(sources), from: `the production file of ${version}` }]
    : [{ path: template.path, text: own, from: `the text that became ${version}` }];
}

/** Wording and tools alone: model and schemas are the metadata's. */
function saysTheSame(
  { production, metadata, fragments, template }: RestorationSources,
  text: string,
): boolean {
  const parsed = parseTemplateFile(template.path, new TextEncoder().encode(text)).value;
  if (parsed === undefined) return false;
  const { model, input, output } = production;
  const candidate = { ...assembleCandidate(parsed, metadata.value, fragments), model, input, output };
  return promptDigest(candidate) === promptDigest(production);
}

function writtenAnew({ production, template }: RestorationSources): string {
  const { id, messages, tools, tool_choice } = production;
  const known = parseTemplateFile(template.path, new TextEncoder().encode(template.text)).value;
  const value = {
    id,
    ...(known?.description === undefined ? {} : { description: known.description }),
    messages,
    ...(tools === undefined ? {} : { tools }),
    ...(tool_choice === undefined ? {} : { tool_choice }),
  };
  return writeYaml(
    value as unknown as Json,
    `Restored from production version ${production.version}; fragments stand inlined.`,
  );
}

function restoredMetadata({ production, metadata }: RestorationSources): readonly RestoredFile[] {
  const parts = (["model", "input", "output"] as const).filter(
    (part) => canonicalJson(metadata.value[part]) !== canonicalJson(production[part]),
  );
  if (parts.length === 0) return [];
  const edits = Object.fromEntries(parts.map((part) => [part, production[part] as unknown as Json]));
  const from = `${parts.join(", ")} of version ${production.version}`;
  return [{ path: metadata.path, text: editTopLevel(metadata.text, edits), from }];
}
