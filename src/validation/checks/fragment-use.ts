import type { TaskCheck } from "../check.ts";
import { messagePieces } from "../message-pieces.ts";
import { unknownFragment } from "../unknown-fragment.ts";

/** A template inlines only fragments that exist; a draft may wait for them. */
export const checkFragmentUse: TaskCheck = ({ task, repository }) =>
  task.template === undefined || task.entry.metadata === undefined
    ? []
    : messagePieces(task.template).flatMap(({ piece, place }) =>
        piece.kind === "fragment" ? unknownFragment(piece.name, repository, place) : [],
      );
