/** What a credential of one kind looks like. */
export interface SecretKind {
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

export const SECRET_KINDS: readonly SecretKind[] = [
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

/** Whether a text holds what looks like a credential of any kind. */
export const looksSecret = (text: string): boolean =>
  SECRET_KINDS.some(({ hint, pattern }) => text.includes(hint) && text.search(pattern) >= 0);
