import { fragmentPath } from "../../prompts/layout.ts";
import type { Place, Problem } from "../../prompts/problem.ts";
import { placeInText } from "../../prompts/reading/text-place.ts";
import type { Fragments } from "../../prompts/rendering/fragments.ts";
import { type Piece, parsePieces } from "../../prompts/rendering/placeholders.ts";
import type { Repository } from "../../prompts/repository.ts";
import type { RepositoryCheck } from "../check.ts";
import { unknownFragment } from "../unknown-fragment.ts";
import { firstLine } from "./stray-braces.ts";

/** Fragments name only each other, in no circle, and have no stray braces. */
export const checkFragments: RepositoryCheck = ({ repository }) =>
  [...repository.fragments].flatMap(([name, text]) => [
    ...parsePieces(text).flatMap((piece) => pieceProblems(name, text, piece, repository)),
    ...cycleProblem(name, text, repository.fragments),
  ]);

function pieceProblems(name: string, text: string, piece: Piece, repository: Repository): readonly Problem[] {
  if (piece.kind !== "stray" && piece.kind !== "fragment") return [];
  const place = (): Place => placeInText(fragmentPath(name), text, piece.offset);
  if (piece.kind === "fragment") return unknownFragment(piece.name, repository, place);
  const found = `\`${firstLine(piece.text)}\` is no placeholder`;
  const fix = "Write {{name}} for an input, or \\{{ for a literal pair of braces.";
  return [{ ...place(), code: "unknown-placeholder", severity: "error", found, fix }];
}

/** A circle is reported once, at its first fragment by name. */
function cycleProblem(name: string, text: string, fragments: Fragments): readonly Problem[] {
  const cycle = pathBack(name, name, fragments, new Set());
  if (cycle === undefined || cycle.some((other) => other < name)) return [];
  const use = parsePieces(text).find((piece) => piece.kind === "fragment" && piece.name === cycle[0]);
  const offset = use !== undefined && "offset" in use ? use.offset : 0;
  return [
    {
      ...placeInText(fragmentPath(name), text, offset),
      code: "fragment-cycle",
      severity: "error",
      found: `fragments inline each other in a circle: ${[name, ...cycle].join(" -> ")}`,
      fix: "Take one of them out of the circle.",
    },
  ];
}

/** The names from a fragment's first step back to the target, or undefined. */
function pathBack(
  from: string,
  target: string,
  fragments: Fragments,
  seen: Set<string>,
): readonly string[] | undefined {
  for (const name of usedIn(fragments.get(from) ?? "")) {
    if (name === target) return [name];
    if (seen.has(name)) continue;
    seen.add(name);
    const rest = pathBack(name, target, fragments, seen);
    if (rest !== undefined) return [name, ...rest];
  }
  return undefined;
}

const usedIn = (text: string): readonly string[] =>
  parsePieces(text).flatMap((piece) => (piece.kind === "fragment" ? [piece.name] : []));
