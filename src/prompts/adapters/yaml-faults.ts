import type { ProblemCode } from "../problem-codes.ts";
import { RESERVED_KEYS } from "../reading/reserved-keys.ts";
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  visit,
  type YAMLError,
} from "./yaml-package.ts";

/** `offset` counts UTF-16 units from the start of the text. */
export interface YamlFault {
  readonly code: ProblemCode;
  readonly offset: number;
  readonly found: string;
  readonly fix: string;
}

/** Everything that keeps a document from being read as plain values: broken syntax, and YAML that means different things to different readers. */
export function yamlFaults(text: string, document: Document, lines: LineCounter): readonly YamlFault[] {
  return [
    ...conflictFaults(text),
    ...syntaxFaults(document),
    ...duplicateFaults(document, lines),
    ...unsafeFaults(text, document),
    ...numberFaults(text, document),
  ];
}

function conflictFaults(text: string): readonly YamlFault[] {
  return [...text.matchAll(/^<{7} |^={7}$|^>{7} /gm)].map((match) => ({
    code: "conflict-marker",
    offset: match.index,
    found: `a merge conflict marker "${match[0].trim()}"`,
    fix: "Resolve the merge; for prompt_registry.yaml run `npm run reconcile -- --fix`.",
  }));
}

function syntaxFaults(document: Document): readonly YamlFault[] {
  const seen = new Map<string, number>();
  const faults: YamlFault[] = [];
  for (const error of [...document.errors, ...document.warnings]) {
    const count = (seen.get(error.code) ?? 0) + 1;
    seen.set(error.code, count);
    if (count <= MOST_OF_A_KIND) faults.push(syntaxFault(error, document));
  }
  return faults;
}

function syntaxFault(error: YAMLError, document: Document): YamlFault {
  const offset = error.pos[0];
  return error.code === "MISSING_CHAR" && error.message.includes("quote")
    ? unclosedFault(document, offset)
    : faultOf(error.code, offset, error.message);
}

/** At the quote that opens, since the text ends far from the mistake. */
function unclosedFault(document: Document, end: number): YamlFault {
  let offset = end;
  visit(document, {
    Scalar(_, node) {
      const start = node.range?.[0] ?? 0;
      if (node.type?.startsWith("QUOTE") === true && start < end) offset = start;
    },
  });
  return { code: "yaml-syntax", offset, found: "a quote that is never closed", fix: "Close it." };
}

function faultOf(code: string, offset: number, message: string): YamlFault {
  const found = message.replace(/\s+/g, " ").replace(/\.$/, "");
  switch (code) {
    case "TAG_RESOLVE_FAILED":
      return { code: "yaml-unsafe", offset, found, fix: "Remove the tag: only plain YAML values are read." };
    case "RESOURCE_EXHAUSTION":
      return {
        code: "yaml-unsafe",
        offset,
        found: "values nested too deeply to be read",
        fix: "Write it flatter.",
      };
    case "TAB_AS_INDENT":
      return { code: "yaml-syntax", offset, found, fix: "Indent with blanks." };
    case "MULTIPLE_DOCS":
      return {
        code: "yaml-syntax",
        offset,
        found: "a second document in the file",
        fix: "Keep one document a file.",
      };
    default:
      return {
        code: "yaml-syntax",
        offset,
        found,
        fix: "Correct the YAML here; nothing of the file was used.",
      };
  }
}

const MOST_OF_A_KIND = 10;

/** The package compares every key with all before it: with the thousands of a registry that takes longer than parsing. */
function duplicateFaults(document: Document, lines: LineCounter): readonly YamlFault[] {
  const faults: YamlFault[] = [];
  const open: unknown[] = [document.contents];
  for (let node = open.pop(); node !== undefined && faults.length < MOST_OF_A_KIND; node = open.pop()) {
    if (isSeq(node)) open.push(...node.items);
    if (!isMap(node)) continue;
    faults.push(...repeatedKeys(node.items, lines));
    open.push(...node.items.map(({ value }) => value ?? null));
  }
  return faults.slice(0, MOST_OF_A_KIND);
}

function repeatedKeys(pairs: readonly { readonly key: unknown }[], lines: LineCounter): readonly YamlFault[] {
  const seen = new Map<unknown, number>();
  return pairs.flatMap(({ key }) => {
    if (!isScalar(key)) return [];
    const offset = key.range?.[0] ?? 0;
    const first = seen.get(key.value);
    if (first === undefined) seen.set(key.value, offset);
    return first === undefined ? [] : [duplicateFault(String(key.value), offset, lines.linePos(first))];
  });
}

function duplicateFault(
  name: string,
  offset: number,
  first: { readonly line: number; readonly col: number },
): YamlFault {
  const found = `duplicate key "${name}" (first at ${first.line}:${first.col})`;
  return { code: "yaml-duplicate-key", offset, found, fix: "Keep one of the two." };
}

function unsafeFaults(text: string, document: Document): readonly YamlFault[] {
  const isSuspicious = [...RESERVED_KEYS, "<<", "\\"].some((piece) => text.includes(piece));
  if (!isSuspicious) return [];
  const faults: YamlFault[] = [];
  visit(document, {
    Pair(_, pair) {
      if (!isScalar(pair.key) || typeof pair.key.value !== "string") return;
      const name = pair.key.value;
      if (name !== "<<" && !RESERVED_KEYS.includes(name)) return;
      const found = name === "<<" ? "a merge key <<" : `the reserved key "${name}"`;
      faults.push({
        code: "yaml-unsafe",
        offset: pair.key.range?.[0] ?? 0,
        found,
        fix: "Rename the key or write the values out.",
      });
    },
  });
  return faults;
}

/** Numbers that readers of YAML understand differently: `010` is ten or eight, `-0` is a number of its own. */
function numberFaults(text: string, document: Document): readonly YamlFault[] {
  if (!/(?:[:,-] +|\[)[-+]?0\d|(?<!\w)-0/.test(text)) return [];
  const faults: YamlFault[] = [];
  visit(document, {
    Scalar(key, node) {
      if (key === "key" || typeof node.value !== "number") return;
      const source = node.source ?? "";
      if (!/^[-+]?0\d/.test(source) && !Object.is(node.value, -0)) return;
      const fix = Object.is(node.value, -0) ? "Write 0." : "Leave out the leading zero, or quote it.";
      faults.push({
        code: "invalid-value",
        offset: node.range?.[0] ?? 0,
        found: `the number ${source}, which readers understand differently`,
        fix,
      });
    },
  });
  return faults;
}
