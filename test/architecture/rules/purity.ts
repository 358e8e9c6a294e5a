import { isBuiltin } from "node:module";
import { type Import, isAdapter, type Rule, roomOf, type SourceFile } from "../source-file.ts";
import { packageOf } from "./vendors.ts";

/** Packages that compute: no disk, no network, no clock. An adapter around one of them is as pure as they are. */
const PURE_PACKAGES = new Set([
  "ajv",
  "canonicalize",
  "diff",
  "js-rouge",
  "json-p3",
  "jsonc-parser",
  "picomatch",
  "re2js",
  "semver",
  "yaml",
]);
const PURE_OF_CRYPTO = new Set(["createHash", "createHmac", "hash", "timingSafeEqual"]);

/**
 * Files outside `adapters/` and `src/cli` reach nothing of the world, neither themselves nor through what they import.
 * An adapter is of the world when it touches it, or imports something that is.
 */
export const pureFilesReachNoWorld: Rule = (files) => {
  const worldly = worldlyFiles(files);
  const pure = files.filter(
    ({ path }) => path.startsWith("src/") && !isAdapter(path) && roomOf(path) !== "cli",
  );
  return pure.flatMap((file) => [
    ...touches(file),
    ...file.imports
      .filter(({ target, typeOnly }) => !typeOnly && isAdapter(target) && worldly.has(target))
      .map(
        ({ target, line }) => `${file.path}:${line}: pure, but imports ${target}, which touches the world.`,
      ),
  ]);
};

function touches({ path, worldUses, imports }: SourceFile): readonly string[] {
  return [
    ...worldUses.map(({ name, line }) => `${path}:${line}: pure, but uses ${name}.`),
    ...imports.filter(isWorldly).map(({ target, line }) => `${path}:${line}: pure, but imports ${target}.`),
  ];
}

function isWorldly({ target, typeOnly, names }: Import): boolean {
  if (typeOnly) return false;
  if (target === "node:crypto") return names.some((name) => !PURE_OF_CRYPTO.has(name));
  const vendor = packageOf(target);
  return isBuiltin(target) || (vendor !== undefined && !PURE_PACKAGES.has(vendor));
}

function worldlyFiles(files: readonly SourceFile[]): ReadonlySet<string> {
  const worldly = new Set(files.filter((file) => touches(file).length > 0).map(({ path }) => path));
  for (let before = -1; before < worldly.size; ) {
    before = worldly.size;
    for (const { path, imports } of files) {
      if (imports.some(({ target, typeOnly }) => !typeOnly && worldly.has(target))) worldly.add(path);
    }
  }
  return worldly;
}
