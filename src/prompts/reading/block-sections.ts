import { compareText } from "../problem.ts";

/** Top-level mappings whose blocks begin with their key alone on a line, as commands lay the registry out. */
export interface BlockSections {
  /** Everything before the first section. */
  readonly head: readonly string[];
  readonly sections: readonly BlockSection[];
}

export interface BlockSection {
  readonly name: string;
  /** Whether an empty line stands before it. */
  readonly hasGap: boolean;
  /** Lines of each block with its key's own, by key; empty lines between blocks are nobody's. */
  readonly blocks: ReadonlyMap<string, readonly string[]>;
}

const SECTION = /^([a-z]+):( \{\})?$/;
const BLOCK = /^ {2}([a-z][a-z0-9_./-]*):$/;
const INSIDE = /^ {4}/;

/**
 * The blocks of the named sections, which must be all that follows the first of them. Undefined for a text in any other
 * layout: with a comment between blocks, a mapping in braces, a key in quotes, a text that keeps empty lines at its end.
 */
export function parseBlockSections(text: string, names: readonly string[]): BlockSections | undefined {
  if (!text.endsWith("\n") || text.endsWith("\n\n") || /[|>][0-9]*\+|\r|\t/.test(text)) return undefined;
  const lines = text.slice(0, -1).split("\n");
  const start = lines.findIndex((line) => names.includes(SECTION.exec(line)?.[1] ?? ""));
  if (start < 0) return undefined;
  const open: OpenSection[] = [];
  for (const line of lines.slice(start)) if (!takeLine(open, line)) return undefined;
  const found = open.map(({ name }) => name);
  if (found.length !== names.length || !names.every((name) => found.includes(name))) return undefined;
  return { head: lines.slice(0, start), sections: open.map(closed) };
}

interface OpenSection {
  readonly name: string;
  readonly isEmpty: boolean;
  readonly hasGap: boolean;
  readonly blocks: Map<string, string[]>;
  /** Where lines go: before the first block nowhere. */
  lines: string[] | undefined;
}

function takeLine(open: OpenSection[], line: string): boolean {
  const section = SECTION.exec(line);
  const current = open.at(-1);
  if (section !== null) {
    const hasGap = current?.lines?.at(-1) === "";
    const [, name = "", braces] = section;
    open.push({ name, isEmpty: braces !== undefined, hasGap, blocks: new Map(), lines: undefined });
    return true;
  }
  const key = BLOCK.exec(line)?.[1];
  if (current === undefined || current.isEmpty || (key !== undefined && current.blocks.has(key)))
    return false;
  if (key !== undefined) {
    current.lines = [line];
    current.blocks.set(key, current.lines);
    return true;
  }
  current.lines?.push(line);
  return current.lines !== undefined && (line === "" || INSIDE.test(line));
}

function closed({ name, hasGap, blocks }: OpenSection): BlockSection {
  const trimmed = [...blocks].map(([key, lines]) => {
    const last = lines.findLastIndex((line) => line !== "");
    return [key, lines.slice(0, last + 1)] as const;
  });
  return { name, hasGap, blocks: new Map(trimmed) };
}

/** Sorted by key; an empty line before every block but the first, and before a section with blocks behind another one. */
export function renderBlockSections({ head, sections }: BlockSections): string {
  const lines = [...head];
  for (const [at, { name, hasGap, blocks }] of sections.entries()) {
    if (at > 0 && (hasGap || blocks.size > 0)) lines.push("");
    lines.push(blocks.size === 0 ? `${name}: {}` : `${name}:`);
    const sorted = [...blocks].sort(([a], [b]) => compareText(a, b));
    for (const [place, [, block]] of sorted.entries()) lines.push(...(place > 0 ? [""] : []), ...block);
  }
  return `${lines.join("\n")}\n`;
}
