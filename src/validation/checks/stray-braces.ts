import type { TaskCheck } from "../check.ts";
import { messagePieces } from "../message-pieces.ts";

/** Two opening braces that name nothing: a typing mistake, or an expression, which templates do not have. */
export const checkStrayBraces: TaskCheck = ({ task }) =>
  task.template === undefined
    ? []
    : messagePieces(task.template).flatMap(({ piece, place }) =>
        piece.kind === "stray"
          ? [
              {
                ...place(),
                code: "unknown-placeholder",
                severity: "error",
                found: `\`${firstLine(piece.text)}\` is no placeholder`,
                fix: "Write {{name}} for an input, {{> name}} for a fragment, or \\{{ for a literal pair of braces.",
              },
            ]
          : [],
      );

export const firstLine = (text: string): string => (text.split("\n", 1)[0] ?? "").trimEnd();
