import { editYaml, type YamlEdit } from "../adapters/yaml-edit.ts";
import { parseBlockSections, renderBlockSections } from "../reading/block-sections.ts";
import type { Json } from "../reading/json.ts";
import type { RegistryEnvironment, RegistryTask } from "./registry.ts";

/** What a command changes in the registry: `undefined` takes a task away; whatever it does not name stays as it is. */
export interface RegistryChange {
  readonly tasks?: Readonly<Record<string, RegistryTask | undefined>>;
  readonly environments?: Readonly<Record<string, RegistryEnvironment>>;
}

/** A registry of nothing; `schemas` is the folder that editors find the schema in, with its slash. */
export const emptyRegistryText = (
  schemas: string,
): string => `# yaml-language-server: $schema=${schemas}registry.schema.json
# What is in production, on which evidence, deployed where. Written by commands alone; \`npm run status\` reads it to you.
schema_version: 1
tasks: {}
environments: {}
`;

export const EMPTY_REGISTRY_TEXT = emptyRegistryText("schemas/");

/**
 * The registry's text after a change: sorted, comments kept, one block a task. A new block ends in a line that no other one
 * has, so that git's union of two branches that each add one holds both whole (docs/decisions/0040-registry-merges.md).
 */
export function editRegistryText(text: string, change: RegistryChange): string {
  const edits = editsOf(change);
  return editBlocks(text, edits) ?? editYaml(text, edits, [["tasks"], ["environments"]]);
}

function editsOf(change: RegistryChange): readonly YamlEdit[] {
  const tasks = Object.entries(change.tasks ?? {}).map(
    ([id, task]) => [id, task === undefined ? undefined : taskBlock(task)] as const,
  );
  return [
    ...sectionEdits("tasks", tasks),
    ...sectionEdits("environments", Object.entries(change.environments ?? {})),
  ];
}

/** The same for a text as commands lay it out, whose other blocks then need not be read; undefined for any other text. */
function editBlocks(text: string, edits: readonly YamlEdit[]): string | undefined {
  const parsed = parseBlockSections(text, ["tasks", "environments"]);
  if (parsed === undefined) return undefined;
  const changed = new Map(parsed.sections.map(({ name, blocks }) => [name, new Map(blocks)]));
  for (const { keys, value } of edits) {
    const [section = "", key = ""] = keys.map(String);
    const lines = value === undefined ? [] : blockLines(key, value);
    if (value === undefined) changed.get(section)?.delete(key);
    else if (lines[0] === `  ${key}:`) changed.get(section)?.set(key, lines);
    else return undefined;
  }
  const sections = parsed.sections.map((one) => ({ ...one, blocks: changed.get(one.name) ?? one.blocks }));
  return renderBlockSections({ ...parsed, sections });
}

function blockLines(key: string, value: Json): readonly string[] {
  const text = editYaml("section: {}\n", [{ keys: ["section", key], value }], [["section"]]);
  return text.slice(0, -1).split("\n").slice(1);
}

function taskBlock({ production, versions }: RegistryTask): unknown {
  return {
    ...(production === undefined ? {} : { production }),
    versions: versions.map(({ version, status, sha256, prompt_digest }) => ({
      version,
      status,
      ...(sha256 === undefined ? {} : { sha256 }),
      prompt_digest,
    })),
  };
}

function sectionEdits(section: string, blocks: readonly (readonly [string, unknown])[]): readonly YamlEdit[] {
  return blocks.map(([key, block]) => ({ keys: [section, key], value: block as Json | undefined }));
}
