import { type Problem, renderProblem } from "../../src/prompts/problem.ts";
import { readRepository } from "../../src/prompts/repository.ts";
import { type Selection, type Validated, validateRepository } from "../../src/validation/validate.ts";
import { memoryFiles } from "../fakes/memory-files.ts";
import type { Tree } from "./a-repository.ts";

/** What validation says about a tree. */
export const validated = (tree: Tree, selection: Selection = {}): Validated =>
  validateRepository(readRepository(memoryFiles(tree)), selection);

export const problemsOf = (tree: Tree): readonly Problem[] => validated(tree).problems;

/** `file:line:column code`, the part of a problem that a machine goes by. */
export const placesOf = (tree: Tree): readonly string[] =>
  problemsOf(tree).map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`);

/** The lines that a person reads. */
export const linesOf = (tree: Tree): readonly string[] => problemsOf(tree).map(renderProblem);
