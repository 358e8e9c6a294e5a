import { CONFIG_FILE, fragmentPath } from "../../prompts/layout.ts";
import type { Problem } from "../../prompts/problem.ts";
import { placeInText } from "../../prompts/reading/text-place.ts";
import { SECRET_KINDS } from "../../prompts/secret-kinds.ts";
import type { RepositoryCheck, TaskCheck } from "../check.ts";
import { rememberTexts } from "../read-texts.ts";

/** No file of a task holds what looks like a credential. */
export const checkSecretsOfTask: TaskCheck = ({ texts }) =>
  [...texts].flatMap(([path, text]) => secretsIn(path, text));

/** Neither do the files that tasks share. */
export const checkSecrets: RepositoryCheck = ({ repository }) => {
  const files = rememberTexts(repository.files);
  if (!repository.problems.some(({ file, code }) => file === CONFIG_FILE && code === "file-unreadable"))
    files.read(CONFIG_FILE);
  const fragments = [...repository.fragments].map(([name, text]) => [fragmentPath(name), text] as const);
  return [...files.texts, ...fragments].flatMap(([path, text]) => secretsIn(path, text));
};

function secretsIn(path: string, text: string): readonly Problem[] {
  return SECRET_KINDS.flatMap(({ what, hint, pattern }) =>
    text.includes(hint)
      ? [...text.matchAll(pattern)].map((match) => secretProblem(path, text, what, match))
      : [],
  );
}

/** Shows what helps to recognise the kind, and nothing of the secret. */
function secretProblem(path: string, text: string, what: string, match: RegExpExecArray): Problem {
  const shown =
    what === "a private key" ? "" : ` (${match[0].slice(0, 4)}..., ${match[0].length} characters)`;
  return {
    ...placeInText(path, text, match.index),
    code: "secret-in-file",
    severity: "error",
    found: `what looks like ${what}${shown}`,
    fix: "Take it out, and revoke it: it may be known already.",
  };
}
