import { fragmentPath } from "../../prompts/layout.ts";
import type { Problem } from "../../prompts/problem.ts";
import { placeInText } from "../../prompts/reading/text-place.ts";
import type { RepositoryCheck, TaskCheck } from "../check.ts";

/**
 * Characters that a reviewer does not see and a model does: zero-width ones, changes of direction, tags. Joiners are
 * left alone where scripts and emoji need them, after anything but ASCII; so are the tags of flags.
 */
export const MISLEADING =
  /[\u200b\u200e\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069\u061c\u180e\ufeff]+|(?<=\p{ASCII})[\u200c\u200d]+|(?<![\u{1f3f4}\u{e0020}-\u{e007f}])[\u{e0000}-\u{e007f}]+/u;

const ALL = new RegExp(MISLEADING, "gu");

/** Prompts read as they look; what cannot be seen is worth a warning. */
export const checkMisleadingTextOfTask: TaskCheck = ({ task, texts }) =>
  [task.entry.template, task.entry.metadata].flatMap((path) =>
    path === undefined ? [] : misleadingIn(path, texts.get(path) ?? ""),
  );

/** The same for fragments. */
export const checkMisleadingText: RepositoryCheck = ({ repository }) =>
  [...repository.fragments].flatMap(([name, text]) => misleadingIn(fragmentPath(name), text));

function misleadingIn(path: string, text: string): readonly Problem[] {
  return [...text.matchAll(ALL)].map((match) => ({
    ...placeInText(path, text, match.index),
    code: "text-encoding",
    severity: "warning",
    found: `an invisible or direction-changing character (${codePoint(match[0])})`,
    fix: "Remove it, or write it as an escape that can be seen.",
  }));
}

const codePoint = (text: string): string =>
  `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
