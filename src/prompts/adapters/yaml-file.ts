import type { Place, Problem } from "../problem.ts";
import { decodeText } from "../reading/decode-text.ts";
import type { Json } from "../reading/json.ts";
import type { KeyPath, ParsedFile, Positions } from "../reading/parsed-file.ts";
import { dotted } from "../reading/schema-problems.ts";
import { unfitValues } from "../reading/unfit-values.ts";
import { type YamlFault, yamlFaults } from "./yaml-faults.ts";
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
} from "./yaml-package.ts";

/** Far more than a hand-written file or the registry of thousands of tasks has. */
export const MAX_YAML_BYTES = 16 * 1024 * 1024;

/** More aliases than any hand-written prompt has; an alias bomb needs far more. */
const MAX_ALIASES = 100;

/** One YAML 1.2 document as a plain value. Warnings, unknown tags, merge keys and reserved keys are errors. */
export function parseYamlFile(path: string, bytes: Uint8Array): ParsedFile<Json> {
  if (bytes.length > MAX_YAML_BYTES) return { ...nowhere(path), problems: [tooLarge(path, bytes.length)] };
  const decoded = decodeText(path, bytes);
  if ("problem" in decoded) return { ...nowhere(path), problems: [decoded.problem] };
  const lines = new LineCounter();
  const document = parseDocument(decoded.text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    merge: false,
    uniqueKeys: false,
  });
  const positions = positionsIn(path, decoded.text, document, lines);
  const toProblem = (fault: YamlFault): Problem => ({
    ...placeAt(path, lines, fault.offset),
    code: fault.code,
    severity: "error",
    found: fault.found,
    fix: fault.fix,
  });
  const faults = yamlFaults(decoded.text, document, lines);
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

function tooLarge(path: string, bytes: number): Problem {
  const found = `a YAML file of ${bytes} bytes, more than ${MAX_YAML_BYTES}`;
  return {
    file: path,
    line: 1,
    column: 1,
    code: "file-unreadable",
    severity: "error",
    found,
    fix: "Shorten it.",
  };
}

function convert(
  document: Document,
  positions: Positions,
  toProblem: (fault: YamlFault) => Problem,
): ParsedFile<Json> {
  let value: Json;
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASES }) as Json;
  } catch (error) {
    const offset = firstAliasOffset(document);
    const found = error instanceof ReferenceError ? error.message : "the document cannot be read";
    const fix = "Write the values out instead of repeating aliases.";
    return { ...positions, problems: [toProblem({ code: "yaml-unsafe", offset, found, fix })] };
  }
  const unfit = unfitValues(value).map(
    ({ keys, found, fix }): Problem => ({
      ...positions.placeOf(keys),
      code: "invalid-value",
      severity: "error",
      found: `${dotted(keys)} has ${found}`,
      fix,
    }),
  );
  return unfit.length > 0 ? { ...positions, problems: unfit } : { ...positions, value, problems: [] };
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
    placeOfText: (keys, wanted, earlier = 0) => {
      const [start = 0, end = start] = nodeAt(document, keys).range ?? [];
      let offset = text.indexOf(wanted, start);
      for (let left = earlier; left > 0 && offset >= 0; left -= 1)
        offset = text.indexOf(wanted, offset + wanted.length);
      return placeAt(path, lines, offset >= 0 && offset < end ? offset : start);
    },
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
  return {
    path,
    placeOf: () => start,
    placeOfKey: () => start,
    placeOfText: () => start,
    sourceOf: () => undefined,
  };
}
