import type { Rule } from "../source-file.ts";

const FORBIDDEN = new Set(["util", "utils", "helper", "helpers", "manager", "common", "misc"]);

/** Files and folders are in kebab-case and say what is inside; everything is exported by name. */
export const namesSayWhatIsInside: Rule = (files) =>
  files.flatMap(({ path, defaultExports }) => [
    ...path
      .replace(/\.ts$/, "")
      .split("/")
      .flatMap((part) => badPart(path, part)),
    ...defaultExports.map((line) => `${path}:${line}: a default export. Export it by name.`),
  ]);

function badPart(path: string, part: string): readonly string[] {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(part)) return [`${path}: "${part}" is not in kebab-case.`];
  const word = part.split("-").find((one) => FORBIDDEN.has(one));
  return word === undefined ? [] : [`${path}: "${word}" does not say what is inside.`];
}
