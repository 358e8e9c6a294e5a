import { isJsonObject, type JsonObject } from "../prompts/reading/json.ts";
import { parseJsonObject } from "../prompts/reading/parse-json.ts";

/** Commands that a person can start as `npm run NAME`; undefined where nobody looked, which counts as all of them. */
export type ScriptNames = ReadonlySet<string> | undefined;

const WRITTEN = /\bnpm run (?:(?:--silent|-s) )?([a-z][a-z-]*)(?: --(?= ))?/g;

/** A sentence or command of ours, which says `npm run NAME -- FLAGS`, as it works where only these commands are scripts. */
export function launched(text: string, scripts: ScriptNames): string {
  if (scripts === undefined) return text;
  return text.replaceAll(WRITTEN, (found, name: string) =>
    scripts.has(name) ? found : `npx gpt-pipeline-hub ${name}`,
  );
}

/** The same for what mends each of a list of problems or findings. */
export const launchedFixes = <Item extends { readonly fix?: string }>(
  items: readonly Item[],
  scripts: ScriptNames,
): readonly Item[] =>
  items.map((item) => (item.fix === undefined ? item : { ...item, fix: launched(item.fix, scripts) }));

/** The scripts of a package.json that start the command of their own name; none where there is no such file. */
export function scriptNames(manifest: string | undefined): ReadonlySet<string> {
  const names = Object.entries(scriptsIn(manifest)).flatMap(([name, line]) =>
    typeof line === "string" && line.endsWith(` ${name}`) && /\bgpt-pipeline-hub(\.mjs)? /.test(line)
      ? [name]
      : [],
  );
  return new Set(names);
}

function scriptsIn(manifest: string | undefined): JsonObject {
  const scripts = parseJsonObject(manifest ?? "{}")?.["scripts"];
  return isJsonObject(scripts) ? scripts : {};
}
