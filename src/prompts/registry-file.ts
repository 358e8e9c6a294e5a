import { editYaml, type YamlEdit } from "./adapters/yaml-edit.ts";
import type { Json } from "./json.ts";
import type { Registry, RegistryEnvironment, RegistryTask } from "./registry.ts";

/** What a command changes in the registry: `undefined` takes a task away; whatever it does not name stays as it is. */
export interface RegistryChange {
  readonly tasks?: Readonly<Record<string, RegistryTask | undefined>>;
  readonly environments?: Readonly<Record<string, RegistryEnvironment>>;
}

export const EMPTY_REGISTRY_TEXT = `# yaml-language-server: $schema=schemas/registry.schema.json
# What is in production, on which evidence, deployed where. Written by commands alone; \`npm run status\` reads it to you.
schema_version: 1
tasks: {}
environments: {}
`;

/**
 * The registry's text after a change: sorted, comments kept, one block a task. A new block ends in a line that no other one
 * has, so that git's union of two branches that each add one holds both whole (docs/decisions/0040-registry-merges.md).
 */
export function editRegistryText(text: string, change: RegistryChange): string {
  const tasks = Object.entries(change.tasks ?? {}).map(
    ([id, task]) => [id, task === undefined ? undefined : taskBlock(task)] as const,
  );
  const edits: readonly YamlEdit[] = [
    ...sectionEdits("tasks", tasks),
    ...sectionEdits("environments", Object.entries(change.environments ?? {})),
  ];
  return editYaml(text, edits, [["tasks"], ["environments"]]);
}

function taskBlock({ production, versions }: RegistryTask): unknown {
  return {
    ...(production === undefined ? {} : { production }),
    versions: versions.map(({ version, status, prompt_digest }) => ({ version, status, prompt_digest })),
  };
}

function sectionEdits(section: string, blocks: readonly (readonly [string, unknown])[]): readonly YamlEdit[] {
  return blocks.map(([key, block]) => ({ keys: [section, key], value: block as Json | undefined }));
}

/** The registry as a value after a change. */
export function applyRegistryChange(registry: Registry, change: RegistryChange): Registry {
  const tasks = Object.entries({ ...registry.tasks, ...change.tasks });
  return {
    ...registry,
    tasks: Object.fromEntries(tasks.flatMap(([id, task]) => (task === undefined ? [] : [[id, task]]))),
    environments: { ...registry.environments, ...change.environments },
  };
}
