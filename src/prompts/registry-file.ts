import { editYaml, type YamlEdit } from "./adapters/yaml-edit.ts";
import type { Json } from "./json.ts";
import type { Registry, RegistryEnvironment, RegistryTask } from "./registry.ts";

/** What a command changes in the registry; whatever it does not name stays as it is. */
export interface RegistryChange {
  readonly tasks?: Readonly<Record<string, RegistryTask>>;
  readonly environments?: Readonly<Record<string, RegistryEnvironment>>;
}

export const EMPTY_REGISTRY_TEXT = `# yaml-language-server: $schema=schemas/registry.schema.json
# What is in production, on which evidence, deployed where. Written by commands alone; \`npm run status\` reads it to you.
schema_version: 1
tasks: {}
environments: {}
`;

/** The registry's text after a change: sorted, comments kept, one block a task, so that branches do not conflict. */
export function editRegistryText(text: string, change: RegistryChange): string {
  const edits: readonly YamlEdit[] = [
    ...sectionEdits("tasks", change.tasks ?? {}),
    ...sectionEdits("environments", change.environments ?? {}),
  ];
  return editYaml(text, edits, [["tasks"], ["environments"]]);
}

function sectionEdits(section: string, blocks: Readonly<Record<string, unknown>>): readonly YamlEdit[] {
  return Object.entries(blocks).map(([key, block]) => ({ keys: [section, key], value: block as Json }));
}

/** The registry as a value after a change. */
export function applyRegistryChange(registry: Registry, change: RegistryChange): Registry {
  return {
    ...registry,
    tasks: { ...registry.tasks, ...change.tasks },
    environments: { ...registry.environments, ...change.environments },
  };
}
