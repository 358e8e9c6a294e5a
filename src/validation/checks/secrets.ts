import { CONFIG_FILE, fragmentPath } from "../../prompts/layout.ts";
import type { Problem } from "../../prompts/problem.ts";
import { placeInText } from "../../prompts/text-place.ts";
import type { RepositoryCheck, TaskCheck } from "../check.ts";
import { rememberTexts } from "../read-texts.ts";

interface SecretKind {
  readonly what: string;
  /** Cheap to look for; every match of the pattern contains it. */
  readonly hint: string;
  readonly pattern: RegExp;
}

const githubToken = (letter: string): SecretKind => ({
  what: "a GitHub token",
  hint: `gh${letter}_`,
  pattern: new RegExp(`(?<![A-Za-z0-9])gh${letter}_[A-Za-z0-9]{36,}`, "g"),
});

const awsKey = (prefix: string): SecretKind => ({
  what: "an AWS access key",
  hint: prefix,
  pattern: new RegExp(`(?<![A-Za-z0-9])${prefix}[A-Z0-9]{16}(?![A-Za-z0-9])`, "g"),
});

const KINDS: readonly SecretKind[] = [
  ...["AKIA", "ASIA"].map(awsKey),
  ...["p", "o", "u", "s", "r"].map(githubToken),
  {
    what: "a GitHub token",
    hint: "github_pat_",
    pattern: /(?<![A-Za-z0-9])github_pat_[A-Za-z0-9_]{22,}/g,
  },
  {
    what: "an API key",
    hint: "sk-",
    pattern: /(?<![A-Za-z0-9_-])sk-(?=[A-Za-z0-9_-]*[0-9])[A-Za-z0-9_-]{20,}/g,
  },
  { what: "a Google API key", hint: "AIza", pattern: /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}/g },
  { what: "a Slack token", hint: "xox", pattern: /(?<![A-Za-z0-9])xox[abprs]-[A-Za-z0-9-]{20,}/g },
  {
    what: "a private key",
    hint: "PRIVATE KEY",
    pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/g,
  },
];

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
  return KINDS.flatMap(({ what, hint, pattern }) =>
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
