import { compareText } from "../../src/prompts/problem.ts";
import type { RepositoryFiles } from "../../src/prompts/repository-files.ts";

/** A repository that is nothing but a map from path to text or bytes; later changes of the map are seen. */
export function memoryFiles(files: ReadonlyMap<string, string | Uint8Array>): RepositoryFiles {
  const encoder = new TextEncoder();
  return {
    list: (folder) => [...files.keys()].filter((path) => path.startsWith(`${folder}/`)).sort(compareText),
    read: (path) => {
      const content = files.get(path);
      return typeof content === "string" ? encoder.encode(content) : content;
    },
  };
}
