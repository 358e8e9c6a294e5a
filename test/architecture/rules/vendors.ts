import { isBuiltin } from "node:module";
import { isAdapter, type Rule } from "../source-file.ts";

/** `ajv` of `ajv/dist/2020.js`; undefined for a file of ours and for what Node brings. */
export function packageOf(target: string): string | undefined {
  if (isBuiltin(target) || /^(src|scripts|schemas)\/|^[^/]+\.json$/.test(target)) return undefined;
  const parts = target.split("/");
  return target.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0];
}

/** A package of somebody else is imported, types too, in exactly one file, and that is an adapter. */
export const packagesHaveOneAdapter: Rule = (files) => {
  const importers = new Map<string, Set<string>>();
  for (const { path, imports } of files) {
    for (const { target } of imports) {
      const name = packageOf(target);
      if (name !== undefined) importers.set(name, (importers.get(name) ?? new Set()).add(path));
    }
  }
  return [...importers].flatMap(([name, paths]) => violations(name, [...paths].sort()));
};

function violations(name: string, paths: readonly string[]): readonly string[] {
  const outside = paths.filter((path) => !isAdapter(path));
  return [
    ...outside.map((path) => `${path}: imports the package ${name}, which only an adapter may.`),
    ...(paths.length > 1
      ? [`the package ${name} is imported in ${paths.length} files: ${paths.join(", ")}.`]
      : []),
  ];
}
