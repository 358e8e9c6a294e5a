import { nearestName } from "../../prompts/nearest-name.ts";
import type { Problem } from "../../prompts/problem.ts";
import { inlineFragments } from "../../prompts/rendering/fragments.ts";
import { placeholderNames } from "../../prompts/rendering/placeholders.ts";
import type { TaskCheck } from "../check.ts";
import { declaredInputs } from "../declared-inputs.ts";
import { type MessagePiece, messagePieces } from "../message-pieces.ts";

/** Every placeholder of the template and of its fragments is a declared input. */
export const checkPlaceholders: TaskCheck = ({ task, repository }) => {
  const metadata = task.metadata?.value;
  if (task.template === undefined || metadata === undefined) return [];
  const declared = declaredInputs(metadata.input);
  return messagePieces(task.template).flatMap((found) => {
    const { piece } = found;
    if (piece.kind === "stray") return [];
    if (piece.kind === "placeholder")
      return declared.has(piece.name) ? [] : [unknown(found, piece.name, "", declared)];
    const { content } = inlineFragments(`{{> ${piece.name}}}`, repository.fragments);
    const missing = placeholderNames(content).filter((name) => !declared.has(name));
    return missing.map((name) => unknown(found, name, ` of fragment "${piece.name}"`, declared));
  });
};

function unknown(
  { place }: MessagePiece,
  name: string,
  where: string,
  declared: ReadonlySet<string>,
): Problem {
  const near = nearestName(name, declared);
  return {
    ...place(),
    code: "unknown-placeholder",
    severity: "error",
    found: `{{${name}}}${where} is not declared under input.properties in the task's metadata`,
    fix: near === undefined ? "Declare it there, or remove the placeholder." : `Did you mean {{${near}}}?`,
  };
}
