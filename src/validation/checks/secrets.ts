import { CONFIG_FILE, fragmentPath } from "../../prompts/layout.ts";
import type { Problem } from "../../prompts/problem.ts";
import { placeInText } from "../../prompts/reading/text-place.ts";
import { SECRET_KINDS } from "../../prompts/secret-kinds.ts";
import type { RepositoryCheck, TaskCheck } from "../check.ts";
import { rememberTexts, type TextPiece } from "../read-texts.ts";

/** No file of a task holds what looks like a credential. */
export const checkSecretsOfTask: TaskCheck = ({ texts }) => allSecrets(texts.pieces());

/** Neither do the files that tasks share. */
export const checkSecrets: RepositoryCheck = ({ repository }) => {
  const files = rememberTexts(repository.files);
  if (!repository.problems.some(({ file, code }) => file === CONFIG_FILE && code === "file-unreadable"))
    files.read(CONFIG_FILE);
  const fragments = Array.from(repository.fragments, ([name, text]) => ({
    path: fragmentPath(name),
    firstLine: 1,
    text,
  }));
  return [...allSecrets(files.texts.pieces()), ...allSecrets(fragments)];
};

function allSecrets(pieces: Iterable<TextPiece>): readonly Problem[] {
  const problems: Problem[] = [];
  for (const piece of pieces) problems.push(...secretsIn(piece));
  return problems;
}

/** What is looked for stands in one line, so that pieces of whole lines hide nothing. */
function secretsIn(piece: TextPiece): readonly Problem[] {
  return SECRET_KINDS.flatMap(({ what, hint, pattern }) =>
    piece.text.includes(hint)
      ? [...piece.text.matchAll(pattern)].map((match) => secretProblem(piece, what, match))
      : [],
  );
}

/** Shows what helps to recognise the kind, and nothing of the secret. */
function secretProblem({ path, firstLine, text }: TextPiece, what: string, match: RegExpExecArray): Problem {
  const place = placeInText(path, text, match.index);
  const shown =
    what === "a private key" ? "" : ` (${match[0].slice(0, 4)}..., ${match[0].length} characters)`;
  return {
    ...place,
    line: place.line + firstLine - 1,
    code: "secret-in-file",
    severity: "error",
    found: `what looks like ${what}${shown}`,
    fix: "Take it out, and revoke it: it may be known already.",
  };
}
