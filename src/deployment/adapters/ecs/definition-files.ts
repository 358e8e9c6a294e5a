import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { storeFile } from "../../../lifecycle/adapters/store-file.ts";
import { isJsonObject } from "../../../prompts/reading/json.ts";
import type { DefinitionStore, StoredDefinition } from "../../ecs/ecs-ports.ts";

/** Task definitions as JSON files of a folder, `family-revision.json`. */
export function createDefinitionFiles(folder: string): DefinitionStore {
  const pathOf = (name: string): string => join(folder, `${name.replace(":", "-")}.json`);
  return {
    read(name) {
      const path = pathOf(name);
      return existsSync(path) ? parseStored(readFileSync(path, "utf8")) : undefined;
    },
    write: (name, { registrable, tags }) =>
      storeFile(pathOf(name), `${JSON.stringify({ registrable, tags }, null, 2)}\n`),
  };
}

function parseStored(text: string): StoredDefinition | undefined {
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value) || !isJsonObject(value["registrable"])) return undefined;
  const tags = isJsonObject(value["tags"]) ? value["tags"] : {};
  return {
    registrable: value["registrable"],
    tags: Object.fromEntries(Object.entries(tags).map(([name, tag]) => [name, String(tag)])),
  };
}
