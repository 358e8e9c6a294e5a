import { expect, it } from "vitest";
import { aRepository, edited, PATHS, withChanges } from "../builders/a-repository.ts";
import { aLine, examplesAnd, fragmentWith, metadataWith, templateWith } from "../builders/broken-file.ts";
import { linesOf } from "../builders/validated.ts";

const letters = (count: number): string => "aB3dE".repeat(20).slice(0, count);

const secrets: readonly (readonly [what: string, secret: string])[] = [
  ["an AWS access key", `AKIA${"ABCDEFGH12345678"}`],
  ["an AWS access key", `ASIA${"ABCDEFGH12345678"}`],
  ["an API key", `sk-${letters(24)}`],
  ["an API key", `sk-proj-${letters(40)}`],
  ["a GitHub token", `ghp_${letters(36)}`],
  ["a GitHub token", `github_pat_${letters(30)}`],
  ["a Google API key", `AIza${letters(35)}`],
  ["a Slack token", `xoxb-${"1234567890-"}${letters(20)}`],
];

it.each(secrets)("%s in an example is a problem, and its value is masked: %s [I26]", (what, secret) => {
  const [line, ...others] = linesOf(examplesAnd(aLine({ input: { question: secret } })));
  expect(line).toMatch(
    new RegExp(`^${PATHS.examples}:25:36: error\\[secret-in-file\\] what looks like ${what} \\(`),
  );
  expect(line).not.toContain(secret.slice(0, 8));
  expect(others).toEqual([]);
});

const keyBlock = (kind: string): string => `-----BEGIN ${kind}PRIVATE KEY-----`;

it.each(["", "RSA ", "OPENSSH ", "ENCRYPTED "])("a %sprivate key is a secret [I26]", (kind) => {
  expect(linesOf(templateWith("Answer in one sentence.", keyBlock(kind)))).toEqual([
    `${PATHS.template}:5:7: error[secret-in-file] what looks like a private key. Take it out, and revoke it: it may be known already.`,
  ]);
});

const key = `sk-${letters(24)}`;

it.each([
  ["fragment", fragmentWith(key), PATHS.fragment],
  ["metadata", metadataWith("acme/support", key), PATHS.metadata],
  [
    "configuration",
    edited(aRepository(), PATHS.config, "main_branch: main", `main_branch: ${key}`),
    PATHS.config,
  ],
  ["draft", withChanges(templateWith("Answer", key), { [PATHS.metadata]: null }), PATHS.template],
])("a secret is found in a %s too [I26]", (_, tree, file) => {
  expect(linesOf(tree).map((line) => line.slice(0, line.indexOf(":")))).toEqual([file]);
});

it.each([
  "the task-force-of-twenty-people-2024",
  "sk-learn-is-a-library-for-machine-learning",
  "AKIA is how such a key begins",
  "ghp_short",
  "-----BEGIN PUBLIC KEY-----",
])("%s is no secret", (text) => {
  expect(linesOf(templateWith("Answer in one sentence.", text))).toEqual([]);
});

it("a secret far down in a large file is found in its own line [I26]", () => {
  const many = Array.from({ length: 3_000 }, (_, at) =>
    aLine({ id: `more-${at}`, input: { question: `${at} ${"word ".repeat(60)}` } }),
  );
  const lines = linesOf(examplesAnd(...many, aLine({ input: { question: `sk-${letters(24)}` } })));
  expect(lines).toEqual([
    expect.stringMatching(new RegExp(`^${PATHS.examples}:3025:36: error\\[secret-in-file\\]`)),
  ]);
});
