import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from "yaml";
import { decodeText } from "../decode-text.ts";
import type { Json } from "../json.ts";
import type { KeyPath, ParsedFile, Positions } from "../parsed-file.ts";
import type { Place, Problem } from "../problem.ts";
import type { ProblemCode } from "../problem-codes.ts";
import { RESERVED_KEYS } from "../reserved-keys.ts";

/** More aliases than any hand-written prompt has; an alias bomb needs far more. */
const MAX_ALIASES = 100;

type Fault = {
  readonly code: ProblemCode;
  readonly offset: number;
  readonly found: string;
  readonly fix: string;
};

/** One YAML 1.2 document as a plain value. Warnings, unknown tags, merge keys and reserved keys are errors. */
export function parseYamlFile(path: string, bytes: Uint8Array): ParsedFile<Json> {
  const decoded = decodeText(path, bytes);
  if ("problem" in decoded) return { ...nowhere(path), problems: [decoded.problem] };
  const lines = new LineCounter();
  const document = parseDocument(decoded.text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    merge: false,
    uniqueKeys: true,
  });
  const positions = positionsIn(path, decoded.text, document, lines);
  const toProblem = (fault: Fault): Problem => ({
    ...placeAt(path, lines, fault.offset),
    code: fault.code,
    severity: "error",
    found: fault.found,
    fix: fault.fix,
  });
  const faults = [
    ...conflictFaults(decoded.text),
    ...syntaxFaults(document, lines),
    ...unsafeFaults(decoded.text, document),
  ];
  if (faults.length > 0) return { ...positions, problems: faults.map(toProblem) };
  if (document.contents === null) {
    const empty = {
      code: "yaml-syntax",
      offset: 0,
      found: "the file is empty",
      fix: "Write the document, or remove the file.",
    } as const;
    return { ...positions, problems: [toProblem(empty)] };
  }
  return convert(document, positions, toProblem);
}

function convert(
  document: Document,
  positions: Positions,
  toProblem: (fault: Fault) => Problem,
): ParsedFile<Json> {
  try {
    return { ...positions, value: document.toJS({ maxAliasCount: MAX_ALIASES }) as Json, problems: [] };
  } catch (error) {
    const offset = firstAliasOffset(document);
    const found = error instanceof ReferenceError ? error.message : "the document cannot be read";
    const fix = "Write the values out instead of repeating aliases.";
    return { ...positions, problems: [toProblem({ code: "yaml-unsafe", offset, found, fix })] };
  }
}

function conflictFaults(text: string): readonly Fault[] {
  return [...text.matchAll(/^<{7} |^={7}$|^>{7} /gm)].map((match) => ({
    code: "conflict-marker",
    offset: match.index,
    found: `a merge conflict marker "${match[0].trim()}"`,
    fix: "Resolve the merge; for prompt_registry.yaml run `npm run reconcile -- --fix`.",
  }));
}

function syntaxFaults(document: Document, lines: LineCounter): readonly Fault[] {
  const seen = new Map<string, number>();
  const faults: Fault[] = [];
  for (const error of [...document.errors, ...document.warnings]) {
    const count = (seen.get(error.code) ?? 0) + 1;
    seen.set(error.code, count);
    if (count <= 10)
      faults.push(
        error.code === "DUPLICATE_KEY"
          ? duplicateFault(document, error.pos[0], lines)
          : faultOf(error.code, error.pos[0], error.message),
      );
  }
  return faults;
}

function faultOf(code: string, offset: number, message: string): Fault {
  const found = message.replace(/\s+/g, " ").replace(/\.$/, "");
  switch (code) {
    case "TAG_RESOLVE_FAILED":
      return { code: "yaml-unsafe", offset, found, fix: "Remove the tag: only plain YAML values are read." };
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

function duplicateFault(document: Document, offset: number, lines: LineCounter): Fault {
  let name = "";
  let first = offset;
  visit(document, {
    Map(_, map) {
      const key = map.items.find((pair) => isScalar(pair.key) && pair.key.range?.[0] === offset)?.key;
      if (!isScalar(key)) return undefined;
      name = String(key.value);
      const earlier = map.items.find((pair) => isScalar(pair.key) && pair.key.value === key.value)?.key;
      if (isScalar(earlier)) first = earlier.range?.[0] ?? offset;
      return visit.BREAK;
    },
  });
  const { line, col } = lines.linePos(first);
  const found = `duplicate key "${name}" (first at ${line}:${col})`;
  return { code: "yaml-duplicate-key", offset, found, fix: "Keep one of the two." };
}

function unsafeFaults(text: string, document: Document): readonly Fault[] {
  if (!RESERVED_KEYS.some((key) => text.includes(key)) && !text.includes("<<")) return [];
  const faults: Fault[] = [];
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

function firstAliasOffset(document: Document): number {
  let offset = 0;
  visit(document, {
    Alias(_, alias) {
      offset = alias.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

function positionsIn(path: string, text: string, document: Document, lines: LineCounter): Positions {
  const offsetOf = (keys: KeyPath): number => nodeAt(document, keys).range?.[0] ?? 0;
  return {
    path,
    placeOf: (keys) => placeAt(path, lines, offsetOf(keys)),
    placeOfKey: (keys) => placeAt(path, lines, keyOffset(document, keys) ?? offsetOf(keys)),
    sourceOf: (keys) => {
      const node = document.getIn(keys, true);
      if (!isScalar(node) || node.range == null) return undefined;
      return text.slice(node.range[0], node.range[1]).slice(0, 60);
    },
  };
}

type Ranged = { readonly range?: Node["range"] };

function nodeAt(document: Document, keys: KeyPath): Ranged {
  for (let length = keys.length; length > 0; length -= 1) {
    const node = document.getIn(keys.slice(0, length), true);
    if (isNode(node) && !isAlias(node)) return node;
  }
  return document.contents ?? {};
}

function keyOffset(document: Document, keys: KeyPath): number | undefined {
  const parent = keys.length === 1 ? document.contents : document.getIn(keys.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(
    (item) => isPair(item) && isScalar(item.key) && item.key.value === keys.at(-1),
  );
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
}

function placeAt(path: string, lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { file: path, line: Math.max(1, line), column: Math.max(1, col) };
}

function nowhere(path: string): Positions {
  const start = { file: path, line: 1, column: 1 };
  return { path, placeOf: () => start, placeOfKey: () => start, sourceOf: () => undefined };
}
