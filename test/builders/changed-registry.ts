import type { Registry } from "../../src/prompts/records/registry.ts";
import type { RegistryChange } from "../../src/prompts/records/registry-file.ts";

/** What a registry has to be after a change, as a value, so that its text can be held against it. */
export function changedRegistry(registry: Registry, change: RegistryChange): Registry {
  const tasks = Object.entries({ ...registry.tasks, ...change.tasks });
  return {
    ...registry,
    tasks: Object.fromEntries(tasks.flatMap(([id, task]) => (task === undefined ? [] : [[id, task]]))),
    environments: { ...registry.environments, ...change.environments },
  };
}
