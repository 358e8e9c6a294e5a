import { REGISTRY_FILE } from "../prompts/layout.ts";
import type { Place } from "../prompts/problem.ts";
import type { KeyPath } from "../prompts/reading/parsed-file.ts";
import type { Repository } from "../prompts/repository.ts";

/** Where something stands in the registry. */
export function registryPlace({ registryFile }: Repository, keys: KeyPath): Place {
  return registryFile?.placeOfKey(keys) ?? { file: REGISTRY_FILE, line: 1, column: 1 };
}
