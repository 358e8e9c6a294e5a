import { addJsonEntries } from "../prompts/adapters/json-text.ts";
import type { AdoptedFile, FileOutcome } from "./adopted-file.ts";

/** What becomes of each file, from what stands there now. Nothing that exists is ever replaced or loses a line. */
export function planInit(
  files: readonly AdoptedFile[],
  read: (path: string) => string | undefined,
): readonly FileOutcome[] {
  return files.map((file) => outcomeOf(file, read(file.path)));
}

function outcomeOf(file: AdoptedFile, found: string | undefined): FileOutcome {
  const { path } = file;
  switch (file.kind) {
    case "seed":
      return found === undefined ? { action: "write", path, text: file.text } : { action: "keep", path };
    case "whole":
      return withWhole(path, file.text, found);
    case "lines":
      return withLines(file, found);
    case "scripts":
      return withScripts(path, file.scripts, found ?? "{}\n");
  }
}

function withWhole(path: string, text: string, found: string | undefined): FileOutcome {
  if (found === undefined) return { action: "write", path, text };
  return found.replaceAll("\r\n", "\n") === text
    ? { action: "keep", path }
    : { action: "differs", path, text, found };
}

function withLines(
  { path, title, lines }: Extract<AdoptedFile, { kind: "lines" }>,
  found: string | undefined,
): FileOutcome {
  const held = new Set((found ?? "").split("\n").map(squeezed));
  const added = lines.filter((line) => !held.has(squeezed(line)));
  if (added.length === 0) return { action: "keep", path };
  const block = [`# ${title}`, ...added, ""].join("\n");
  if (found === undefined || found === "") return { action: "write", path, text: block };
  return { action: "extend", path, text: appended(found, block), added };
}

/** Blanks between words say nothing in any of these formats. */
const squeezed = (line: string): string => line.trim().replace(/\s+/g, " ");

/** In the line ends that the file has. */
function appended(text: string, block: string): string {
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const closed = text.endsWith("\n") ? text : `${text}${end}`;
  return `${closed}${end}${block.replaceAll("\n", end)}`;
}

function withScripts(path: string, scripts: Readonly<Record<string, string>>, found: string): FileOutcome {
  const text = addJsonEntries(found, "scripts", scripts);
  if (text === undefined) return { action: "refuse", path, why: "it is not a JSON object with scripts" };
  const held = scriptsOf(found);
  const added = Object.keys(scripts).filter((name) => !held.has(name));
  const names = Object.keys(scripts).filter((name) => held.has(name) && held.get(name) !== scripts[name]);
  const taken = names.length === 0 ? {} : { taken: names };
  return added.length === 0
    ? { action: "keep", path, ...taken }
    : { action: "extend", path, text, added, ...taken };
}

function scriptsOf(manifest: string): ReadonlyMap<string, unknown> {
  const { scripts } = JSON.parse(manifest) as { readonly scripts?: Readonly<Record<string, unknown>> };
  return new Map(Object.entries(scripts ?? {}));
}
