import { fragmentPath } from "../../prompts/layout.ts";
import { nearestName } from "../../prompts/nearest-name.ts";
import type { TaskCheck } from "../check.ts";
import { messagePieces } from "../message-pieces.ts";

/** A ready template inlines only fragments that exist. */
export const checkFragmentUse: TaskCheck = ({ task, repository }) => {
  if (task.template === undefined || task.entry.metadata === undefined) return [];
  return messagePieces(task.template).flatMap(({ piece, place }) => {
    if (piece.kind !== "fragment" || repository.fragments.has(piece.name)) return [];
    const near = nearestName(piece.name, repository.fragments.keys());
    const fix = near === undefined ? `Add ${fragmentPath(piece.name)}.` : `Did you mean {{> ${near}}}?`;
    const found = `there is no fragment "${piece.name}" (${fragmentPath(piece.name)})`;
    return [{ ...place(), code: "unknown-fragment", severity: "error", found, fix }];
  });
};
