import { posix } from "node:path";
import { type Program, parseSync, Visitor } from "oxc-parser";
import { boundNames } from "./bound-names.ts";
import { dottedName } from "./dotted-name.ts";
import type { Import, SizedFunction, SourceFile, Use } from "./source-file.ts";

type LineOf = (offset: number) => number;

/** Parses one file. Throws where it does not parse. */
export function readSource(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  const lineOf = lineFinder(text);
  return {
    path,
    lines: text.split("\n").length - 1,
    imports: importsOf(program, path, lineOf),
    functions: functionsOf(program, lineOf),
    worldUses: worldUsesOf(program, lineOf),
    calls: callsOf(program, lineOf),
    defaultExports: defaultExportsOf(program, lineOf),
  };
}

function lineFinder(text: string): LineOf {
  const starts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
  return (offset) => starts.findLastIndex((start) => start <= offset) + 1;
}

function importsOf(program: Program, path: string, lineOf: LineOf): readonly Import[] {
  const imports: Import[] = [];
  const add = (specifier: string, at: number, typeOnly: boolean, names: readonly string[]): void => {
    const target = specifier.startsWith(".") ? posix.join(posix.dirname(path), specifier) : specifier;
    imports.push({ target, typeOnly, names, line: lineOf(at) });
  };
  new Visitor({
    ImportDeclaration({ source, start, importKind, specifiers }) {
      const names = specifiers.map((one) => (one.type === "ImportSpecifier" ? nameOf(one.imported) : "*"));
      add(source.value, start, importKind === "type", names);
    },
    ExportNamedDeclaration({ source, start, exportKind, specifiers }) {
      const names = specifiers.map(({ local }) => nameOf(local));
      if (source !== null) add(source.value, start, exportKind === "type", names);
    },
    ExportAllDeclaration({ source, start, exportKind }) {
      add(source.value, start, exportKind === "type", ["*"]);
    },
    ImportExpression({ source, start }) {
      add(source.type === "Literal" ? String(source.value) : "a computed name", start, false, ["*"]);
    },
    TSImportType({ source, start }) {
      add(source.value, start, true, ["*"]);
    },
  }).visit(program);
  return imports;
}

function nameOf(name: { readonly name: string } | { readonly value: string }): string {
  return "name" in name ? name.name : name.value;
}

function functionsOf(program: Program, lineOf: LineOf): readonly SizedFunction[] {
  const functions: SizedFunction[] = [];
  const add = ({ start, end }: { readonly start: number; readonly end: number }): void => {
    functions.push({ line: lineOf(start), lines: lineOf(end) - lineOf(start) + 1 });
  };
  new Visitor({ FunctionDeclaration: add, FunctionExpression: add, ArrowFunctionExpression: add }).visit(
    program,
  );
  return functions;
}

const WORLD_OBJECTS = new Set(["process", "performance", "console", "globalThis", "crypto"]);
const WORLD_MEMBERS = new Set(["Date.now", "Math.random", "AbortSignal.timeout"]);
const WORLD_CALLS = new Set(["fetch", "setTimeout", "setInterval", "setImmediate", "Date"]);

/** A name that the file binds itself (a parameter called `process`) is not the world's. */
function worldUsesOf(program: Program, lineOf: LineOf): readonly Use[] {
  const uses = new Map<number, Use>();
  const bound = boundNames(program);
  // `process.env` inside `process.env.CI` begins at the same place: the longer one, seen first, is the use.
  const add = (name: string, at: number): void => {
    if (!bound.has(objectOf(name)) && !uses.has(at)) uses.set(at, { name, line: lineOf(at) });
  };
  new Visitor({
    MemberExpression(node) {
      const name = dottedName(node);
      if (WORLD_OBJECTS.has(objectOf(name)) || WORLD_MEMBERS.has(name)) add(name, node.start);
    },
    VariableDeclarator({ init, start }) {
      if (init?.type === "Identifier" && WORLD_OBJECTS.has(init.name)) add(init.name, start);
    },
    CallExpression({ callee, start }) {
      const name = dottedName(callee);
      if (WORLD_CALLS.has(name)) add(name, start);
    },
    NewExpression({ callee, arguments: given, start }) {
      if (given.length === 0 && dottedName(callee) === "Date") add("Date", start);
    },
  }).visit(program);
  return [...uses.values()];
}

const objectOf = (dotted: string): string => dotted.split(".")[0] ?? "";

function callsOf(program: Program, lineOf: LineOf): readonly Use[] {
  const calls: Use[] = [];
  new Visitor({
    CallExpression({ callee, start }) {
      calls.push({ name: dottedName(callee), line: lineOf(start) });
    },
  }).visit(program);
  return calls;
}

function defaultExportsOf(program: Program, lineOf: LineOf): readonly number[] {
  const lines: number[] = [];
  new Visitor({
    ExportDefaultDeclaration({ start }) {
      lines.push(lineOf(start));
    },
  }).visit(program);
  return lines;
}
